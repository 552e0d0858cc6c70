package io.tito.listener.schedule;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.tito.client.ClientListener;
import io.tito.client.ClientSettings;
import io.tito.client.TitoClient;
import io.tito.client.connect.TitoConnector;
import io.tito.listener.schedule.ProcessSchedule.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random schedules of SIGKILL, and of SIGSTOP for longer than a session, in workers and
 * in the server, some of the workers with wrong clocks.
 */
class ProcessTests {

	private static final int FEW = 2;

	@ParameterizedTest
	@EnumSource(Signal.class)
	void nothingIsLostDoubledOrOutOfOrder(Signal signal, @TempDir Path data) {
		Summary sum = Summary.NOTHING;
		long[] seeds = Schedules.seeds(FEW);
		try (Workers workers = new Workers(data); TitoClient client = connect(workers)) {
			for (long seed : seeds) {
				System.out.printf("%s schedule, repeat with -Dtito.seed=%d -Dtito.schedules=1%n", signal, seed);
				Summary summary = new ProcessSchedule(workers, client, seed, signal).run();
				System.out.println(summary);
				sum = sum.plus(summary);
			}
			System.out.printf("%d %s schedules, %d workers: %s%n", seeds.length, signal, workers.started(), sum);
		}
		assertThat(sum.signals()).isGreaterThanOrEqualTo(2 * seeds.length);
		assertThat(sum.committed()).isGreaterThan(30 * seeds.length);
	}

	@Test
	void clocksAreWrongWhereTheyShouldBe() {
		assertThat(WrongClock.options(Duration.ZERO)).isEmpty();
		assertThat(WrongClock.options(Duration.ofSeconds(-37))).singleElement()
			.asString()
			.startsWith("-javaagent:")
			.endsWith("=-37000");
	}

	private static TitoClient connect(Workers workers) {
		return TitoConnector.connect(new ClientSettings(List.of(workers.server().address()), Duration.ofSeconds(20),
				Duration.ofSeconds(5), ClientListener.NONE));
	}

}
