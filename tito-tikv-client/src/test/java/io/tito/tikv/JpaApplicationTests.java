package io.tito.tikv;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import io.tito.tikv.app.JpaApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

class JpaApplicationTests {

	private static final String SECOND_JAVA_HOME = "TITO_SECOND_JAVA_HOME";

	@TempDir
	private Path directory;

	@Test
	void startsBehindThisJarOnTheClassPath() throws Exception {
		startsOn(Path.of(System.getProperty("java.home")));
	}

	@Test
	void startsBehindThisJarOnASecondJavaVersion() throws Exception {
		String home = System.getenv(SECOND_JAVA_HOME);
		if (home == null) {
			String reason = "Skipped: " + SECOND_JAVA_HOME + " names no second JDK";
			System.out.println(reason);
			abort(reason);
		}
		startsOn(Path.of(home));
	}

	private void startsOn(Path javaHome) throws IOException, InterruptedException {
		Path output = this.directory.resolve("output.txt");
		Process process = new ProcessBuilder(javaHome.resolve("bin").resolve("java").toString(),
				"-XX:TieredStopAtLevel=1", "-cp", classPath(), JpaApplication.class.getName(),
				"--spring.main.banner-mode=off")
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		try {
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended within a minute").isTrue();
		}
		finally {
			process.destroyForcibly();
		}
		assertThat(output).content().contains(JpaApplication.MARKER + "Kindred");
		assertThat(process.exitValue()).as(Files.readString(output)).isZero();
	}

	private static String classPath() {
		return ShadedJar.ofThisBuild().path() + File.pathSeparator + System.getProperty("java.class.path");
	}

}
