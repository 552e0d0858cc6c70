package io.tito.sample.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a process runs: a packaged jar of the build, or a class of the tests.
 */
public record Program(List<String> arguments) {

	/** The packaged sample. */
	public static Program sample() {
		return jar("sample.jar");
	}

	/** The packaged embedded server. */
	public static Program embedded() {
		return jar("embedded.jar");
	}

	/** A class of the tests with a main method. */
	public static Program ofClass(Class<?> main) {
		String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		return new Program(List.of("-cp", path, main.getName()));
	}

	private static Program jar(String property) {
		String path = System.getProperty(property);
		if (path == null || !Files.isRegularFile(Path.of(path))) {
			throw new IllegalStateException(
					"The process tests need '%s', but %s is not a file: run 'mvn verify'".formatted(property, path));
		}
		return new Program(List.of("-jar", path));
	}

}
