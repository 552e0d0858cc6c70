package io.tito.sample.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import io.tito.sample.SampleApplication;

/**
 * The sample as the goal {@code process-aot} of Spring Boot's Maven plugin leaves it: the
 * same processor runs in a JVM of its own, and what it generates is compiled and put in
 * front of the class path.
 */
final class AheadOfTimeProgram {

	private static final String PROCESSOR = "org.springframework.boot.SpringApplicationAotProcessor";

	private static final Duration MOST = Duration.ofSeconds(120);

	private final Path directory;

	private final String classPath;

	AheadOfTimeProgram(Path directory) {
		this.directory = directory;
		this.classPath = withoutTests(
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
	}

	/**
	 * Generate and compile.
	 * @return what starts the application from it
	 */
	Program build() throws IOException {
		Path sources = this.directory.resolve("sources");
		Path resources = this.directory.resolve("resources");
		Path classes = Files.createDirectories(this.directory.resolve("classes"));
		Program processor = new Program(List.of("-cp", this.classPath, PROCESSOR));
		try (JavaProcess process = JavaProcess.start("process-aot", processor, SampleApplication.class.getName(),
				sources.toString(), resources.toString(), classes.toString(), "io.tito", "sample-app")) {
			if (process.awaitExit(MOST) != 0) {
				throw new AssertionError("The application could not be processed:%n%s".formatted(process.output()));
			}
		}
		compile(sources, classes);
		String whole = Stream.of(classes.toString(), resources.toString(), this.classPath)
			.collect(Collectors.joining(File.pathSeparator));
		return new Program(List.of("-Dspring.aot.enabled=true", "-cp", whole, SampleApplication.class.getName()));
	}

	private void compile(Path sources, Path classes) throws IOException {
		List<String> arguments = new ArrayList<>(List.of("-proc:none", "-parameters", "-nowarn", "-d",
				classes.toString(), "-cp", classes + File.pathSeparator + this.classPath));
		try (Stream<Path> files = Files.walk(sources)) {
			files.map(Path::toString).filter((file) -> file.endsWith(".java")).forEach(arguments::add);
		}
		if (ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)) != 0) {
			throw new AssertionError("What was generated from the application could not be compiled");
		}
	}

	private static String withoutTests(String classPath) {
		return Arrays.stream(classPath.split(File.pathSeparator))
			.filter((entry) -> !entry.endsWith("test-classes"))
			.collect(Collectors.joining(File.pathSeparator));
	}

}
