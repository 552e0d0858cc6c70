package io.tito.sample.process.tour;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Commands of the tour, and the output that the README shows below them; empty if it
 * shows none.
 */
record Step(String commands, String output) {

	private static final Pattern SECTION = Pattern.compile("(?ms)^## A five-minute tour$(.*?)^## ");

	private static final Pattern BLOCK = Pattern.compile("(?ms)^```(sh|json|text)\\n(.*?)^```$");

	static List<Step> of(String readme) {
		Matcher section = SECTION.matcher(readme);
		if (!section.find()) {
			throw new IllegalArgumentException("The README has no section 'A five-minute tour'");
		}
		List<Step> steps = new ArrayList<>();
		Matcher block = BLOCK.matcher(section.group(1));
		while (block.find()) {
			if (block.group(1).equals("sh")) {
				steps.add(new Step(block.group(2), ""));
			}
			else {
				steps.add(new Step(steps.remove(steps.size() - 1).commands(), block.group(2)));
			}
		}
		return steps;
	}

	/** Whether running the commands again changes nothing. */
	boolean isReadOnly() {
		return !this.commands.contains("-X ") && !this.commands.contains("-d ");
	}

	/** The output, with what differs from run to run replaced. */
	String expected() {
		return masked(this.output);
	}

	static String masked(String output) {
		return output.strip()
			.replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "<id>")
			.replaceAll("\\d{4}-\\d{2}-\\d{2}T[0-9:.]+Z", "<time>");
	}

}
