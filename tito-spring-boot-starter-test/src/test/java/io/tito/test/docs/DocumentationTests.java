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
 * The Java code of the chapters on data and on testing is that of tests, which are
 * compiled and run.
 */
class DocumentationTests {

	private static final Path CHAPTERS = Path.of("..", "docs");

	private static final Path CODE = Path.of("src", "test", "java", "io", "tito", "test");

	private static final Path SAMPLE = Path.of("..", "sample-app", "src", "test", "java", "io", "tito", "sample",
			"contract");

	private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

	@Test
	void everyLineOfCodeOfTheChapterOnDataIsCompiledAndRun() throws IOException {
		check("data.md", code(CODE.resolve("docs")));
	}

	@Test
	void everyLineOfCodeOfTheChapterOnTestingIsCompiledAndRun() throws IOException {
		check("testing.md", code(CODE.resolve("orders")) + code(SAMPLE));
	}

	private static void check(String chapter, String code) throws IOException {
		List<String> missing = new ArrayList<>();
		Matcher blocks = BLOCK.matcher(Files.readString(CHAPTERS.resolve(chapter)));
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
		assertThat(lines).isGreaterThan(50);
		assertThat(missing).isEmpty();
	}

	private static String code(Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
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
