package io.tito.embedded.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The data of the suite. Lines that begin with {@code #} are comments.
 */
final class Resources {

	private Resources() {
	}

	static List<String> lines(String name) {
		try (InputStream in = Resources.class.getResourceAsStream("/conformance/" + name)) {
			if (in == null) {
				throw new IllegalStateException("There is no conformance/" + name + " on the class path");
			}
			return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
				.filter((line) -> !line.isBlank() && !line.startsWith("#"))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What each scenario says, by its number.
	 */
	static SortedMap<Integer, String> scenarios() {
		SortedMap<Integer, String> sentences = new TreeMap<>();
		for (String line : lines("scenarios.txt")) {
			String[] fields = line.split("\\s+", 2);
			sentences.put(Integer.valueOf(fields[0]), fields[1]);
		}
		return sentences;
	}

}
