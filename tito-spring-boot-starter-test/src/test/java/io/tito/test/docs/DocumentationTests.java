package io.tito.test.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The code of the chapters on data, queries and testing is that of tests, which are
 * compiled and run.
 */
class DocumentationTests {

	private static final Path CHAPTERS = Path.of("..", "docs");

	private static final Path JAVA = Path.of("src", "test", "java", "io", "tito", "test");

	private static final Path SAMPLE = Path.of("..", "sample-app", "src", "test", "java", "io", "tito", "sample",
			"contract");

	private static final Path KOTLIN = Path.of("..", "tito-kotlin-tests", "src", "test", "kotlin", "io", "tito",
			"kotlin");

	@Test
	void everyLineOfTheChapterOnDataIsCompiledAndRun() throws IOException {
		assertThat(missing("data.md", "java", JAVA.resolve("docs"), 50)).isEmpty();
		assertThat(missing("data.md", "kotlin", KOTLIN, 10)).isEmpty();
	}

	@Test
	void everyLineOfTheChapterOnQueriesIsCompiledAndRun() throws IOException {
		assertThat(missing("queries.md", "java", JAVA.resolve("queries"), 50)).isEmpty();
	}

	@Test
	void everyLineOfTheChapterOnTestingIsCompiledAndRun() throws IOException {
		assertThat(missing("testing.md", "java", code(JAVA.resolve("orders")) + code(SAMPLE), 20)).isEmpty();
	}

	private static List<String> missing(String chapter, String language, Path directory, int least) throws IOException {
		return missing(chapter, language, code(directory), least);
	}

	private static List<String> missing(String chapter, String language, String code, int least) throws IOException {
		Matcher blocks = Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL)
			.matcher(Files.readString(CHAPTERS.resolve(chapter)));
		List<String> missing = new ArrayList<>();
		int lines = 0;
		while (blocks.find()) {
			for (String line : blocks.group(1).split("\n")) {
				String part = line.replaceAll("\\s+//.*$", "").replaceAll("\\s", "");
				lines++;
				if (!code.contains(part)) {
					missing.add(line);
				}
			}
		}
		assertThat(lines).isGreaterThan(least);
		return missing;
	}

	private static String code(Path directory) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			return files.map(DocumentationTests::read).collect(Collectors.joining()).replaceAll("\\s", "");
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
