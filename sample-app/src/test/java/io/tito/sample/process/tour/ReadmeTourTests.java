package io.tito.sample.process.tour;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.tito.sample.process.Instance;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

class ReadmeTourTests {

	@Test
	void theTourOfTheReadmeWorksWordForWord() throws Exception {
		assumeThat(Shell.isAvailable()).as("bash, curl, grep and sed are here to run the tour").isTrue();
		List<Step> steps = Step.of(Files.readString(Path.of(System.getProperty("readme"))));
		assertThat(steps).hasSizeGreaterThan(10);
		try (Instance sample = Instance.startAlone("sample").awaitReady(); Shell shell = new Shell()) {
			for (Step step : steps) {
				follow(step, shell, sample.port());
			}
		}
	}

	private static void follow(Step step, Shell shell, int port) throws Exception {
		String commands = step.commands().replace("localhost:8080", "127.0.0.1:" + port);
		if (step.isReadOnly()) {
			await().atMost(Duration.ofSeconds(15))
				.pollInterval(Duration.ofMillis(100))
				.untilAsserted(() -> assertOutput(step, shell.run(commands)));
		}
		else {
			assertOutput(step, shell.run(commands));
		}
	}

	private static void assertOutput(Step step, String output) {
		assertThat(Step.masked(output)).as(step.commands()).isEqualTo(step.expected());
	}

}
