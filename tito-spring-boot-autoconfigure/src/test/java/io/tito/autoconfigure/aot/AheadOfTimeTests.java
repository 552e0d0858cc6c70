package io.tito.autoconfigure.aot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that is processed ahead of time, compiled and started from what came
 * out, as {@code process-aot} of Spring Boot's build plugins does.
 */
class AheadOfTimeTests {

	private static final String CLASS_PATH = System.getProperty("java.class.path");

	@TempDir
	private Path directory;

	@Test
	void applicationThatIsProcessedAheadOfTimeWorks() throws Exception {
		Path sources = this.directory.resolve("sources");
		Path resources = this.directory.resolve("resources");
		Path classes = Files.createDirectories(this.directory.resolve("classes"));
		run(List.of("-cp", CLASS_PATH, "org.springframework.boot.SpringApplicationAotProcessor",
				AotApplication.class.getName(), sources.toString(), resources.toString(), classes.toString(), "io.tito",
				"aot", "--spring.application.name=aot"));
		List<String> generated = javaFiles(sources);
		assertThat(generated).anyMatch((file) -> file.endsWith("AotApplication__ApplicationContextInitializer.java"))
			.anyMatch((file) -> file.contains("LetterRepository"));
		compile(generated, classes);

		String separator = System.getProperty("path.separator");
		String output = run(List.of("-Dspring.aot.enabled=true", "-cp",
				String.join(separator, classes.toString(), resources.toString(), CLASS_PATH),
				AotApplication.class.getName(), "--spring.application.name=aot"));
		assertThat(output).contains("Starting AOT-processed AotApplication")
			.contains("exchanged: text=hello audited=true version=1 same=true transaction=true");
	}

	private static void compile(List<String> sources, Path classes) {
		List<String> options = new ArrayList<>(List.of("-proc:none", "-parameters", "-nowarn", "-d", classes.toString(),
				"-cp", classes + System.getProperty("path.separator") + CLASS_PATH));
		options.addAll(sources);
		assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, options.toArray(String[]::new))).isZero();
	}

	private static List<String> javaFiles(Path directory) throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			return files.map(Path::toString).filter((file) -> file.endsWith(".java")).toList();
		}
	}

	private String run(List<String> arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
		command.addAll(arguments);
		Path log = Files.createTempFile(this.directory, "process", ".log");
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
		try {
			assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("ends").isTrue();
		}
		finally {
			process.destroyForcibly();
		}
		String output = Files.readString(log);
		assertThat(process.exitValue()).as(output).isZero();
		return output;
	}

}
