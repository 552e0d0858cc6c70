package io.tito.listener.schedule;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.tito.client.ClientListener;
import io.tito.client.ClientSettings;
import io.tito.client.TitoClient;
import io.tito.client.connect.TitoConnector;
import io.tito.listener.schedule.ProcessSchedule.Signal;
import io.tito.testing.Schedules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random schedules of SIGKILL, and of SIGSTOP for longer than a session, in workers and
 * in the server, some of the workers with wrong clocks.
 */
class ProcessTests {

	private static final int FEW = 2;

	@Test
	void killsLoseDoubleAndReorderNothing(@TempDir Path data) {
		run(Signal.KILL, data);
	}

	@Test
	void pausesLoseDoubleAndReorderNothing(@TempDir Path data) {
		run(Signal.PAUSE, data);
	}

	private static void run(Signal signal, Path data) {
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
		assertThat(sum.signals()).isGreaterThanOrEqualTo(seeds.length);
		assertThat(sum.committed()).isGreaterThan(30 * seeds.length);
	}

	@Test
	void clocksAreWrongWhereTheyShouldBe() {
		Duration error = Duration.ofHours(-30);
		BlockingQueue<String> times = new LinkedBlockingQueue<>();
		long before = System.currentTimeMillis();
		JavaProcess reader = new JavaProcess(ClockReader.class, WrongClock.options(error), List.of(), times::add);
		try {
			for (int i = 0; i < 3; i++) {
				long time = Long.parseLong(poll(times));
				assertThat(time - error.toMillis()).isBetween(before, System.currentTimeMillis() + 1);
			}
		}
		finally {
			reader.close();
		}
	}

	private static String poll(BlockingQueue<String> lines) {
		try {
			return Objects.requireNonNull(lines.poll(60, TimeUnit.SECONDS), "no line within a minute");
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static TitoClient connect(Workers workers) {
		return TitoConnector.connect(new ClientSettings(List.of(workers.server().address()), Duration.ofSeconds(20),
				Duration.ofSeconds(5), ClientListener.NONE));
	}

}
