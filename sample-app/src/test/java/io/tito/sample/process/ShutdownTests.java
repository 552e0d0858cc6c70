package io.tito.sample.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ShutdownTests {

	private static final int TERMINATED = 128 + 15;

	private final Path release = Path.of("target", "release-slow-handler");

	@BeforeEach
	void holdHandlers() throws IOException {
		Files.deleteIfExists(this.release);
	}

	@Test
	void finishesARunningHandlerAndAcknowledgesIt() throws IOException {
		try (EmbeddedServer server = EmbeddedServer.start();
				Instance instance = Instance.start(Program.ofClass(SlowSample.class), "slow", Ports.free(), server)) {
			instance.awaitReady().client().order("ann", "R-1", 1);
			instance.process().awaitOutput("STARTED R-1", Duration.ofSeconds(30));
			instance.process().terminate();
			instance.process().awaitOutput("CLOSING", Duration.ofSeconds(30));
			Files.createFile(this.release);
			assertThat(instance.process().awaitExit(Duration.ofSeconds(30))).isEqualTo(TERMINATED);
			assertThat(instance.process().output()).contains("HANDLED R-1");
			instance.restart();
			instance.awaitReady().client().order("ann", "R-2", 1);
			instance.process().awaitOutput("HANDLED R-2", Duration.ofSeconds(30));
			assertThat(instance.process().output()).doesNotContain("R-1");
		}
	}

}
