package io.tito.benchmark.peer.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of the results.
 *
 * @param fields its fields as they were written
 */
record Measurement(Map<String, String> fields) {

	private static final Pattern FIELD = Pattern.compile("\"([^\"]+)\":(\"(?:[^\"\\\\]|\\\\.)*\"|[^,}]+)");

	static Measurement parse(String line) {
		Map<String, String> fields = new LinkedHashMap<>();
		Matcher matcher = FIELD.matcher(line);
		while (matcher.find()) {
			fields.put(matcher.group(1), matcher.group(2).replace("\"", ""));
		}
		return new Measurement(fields);
	}

	String text(String field) {
		return this.fields.getOrDefault(field, "");
	}

	OptionalDouble number(String field) {
		String value = text(field);
		return (value.isEmpty() || value.equals("null")) ? OptionalDouble.empty()
				: OptionalDouble.of(Double.parseDouble(value));
	}

	boolean clean() {
		return text("clean").equals("true");
	}

	double foreign() {
		return number("cpu_foreign_cores").orElse(0);
	}

	String label() {
		return text("peer") + " | " + switch (text("work")) {
			case "W1" -> text("producers") + " producers";
			case "W5" -> text("backlog");
			default -> text("workers") + " workers";
		};
	}

}
