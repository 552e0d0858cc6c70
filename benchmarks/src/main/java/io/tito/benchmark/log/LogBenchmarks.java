package io.tito.benchmark.log;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

import com.sun.management.OperatingSystemMXBean;

import io.tito.benchmark.Arguments;
import io.tito.benchmark.CompilationTime;
import io.tito.benchmark.SeparateServer;
import io.tito.benchmark.TemporaryDirectory;
import io.tito.benchmark.WarmUp;
import io.tito.listener.EventOutcome;
import io.tito.listener.container.ListenerSettings;
import io.tito.listener.container.ListenerSettings.Profile;

/**
 * What the log costs: while nothing happens, with an event that fails always, and per
 * event that is published and delivered. The server runs in a process of its own and is
 * durable. Arguments: {@code --events=100000 --idle-seconds=60 --profile=BALANCED}.
 */
final class LogBenchmarks {

	private static final PrintStream OUT = System.out;

	private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
		.getOperatingSystemMXBean();

	private static final Map<String, String> DEFAULTS = Map.of("events", "100000", "idle-seconds", "60", "profile",
			"BALANCED");

	private static final int PARTITIONS = 16;

	private static final int SETTLE_MILLIS = 10_000;

	private static final int SETTLE_SECONDS = 180;

	private static final double SETTLED = 0.001;

	private static final int ROUNDS = 3;

	private static final String POISON = "poison";

	private final String address;

	private final Profile profile;

	private LogBenchmarks(String address, Profile profile) {
		this.address = address;
		this.profile = profile;
	}

	/**
	 * Measure.
	 * @param arguments see the class
	 * @throws Exception if the server does not start
	 */
	public static void main(String... arguments) throws Exception {
		Arguments options = Arguments.parse(DEFAULTS, arguments);
		Profile profile = options.constant("profile", Profile.class);
		try (SeparateServer server = SeparateServer.start(TemporaryDirectory.create())) {
			LogBenchmarks benchmarks = new LogBenchmarks(server.address(), profile);
			benchmarks.trips();
			benchmarks.poison(options.integer("events"));
			benchmarks.idle(options.integer("idle-seconds"));
		}
		System.exit(0);
	}

	private ListenerSettings settings() {
		return ListenerSettings.of(this.profile);
	}

	/**
	 * Three groups on sixteen partitions, and nobody publishes.
	 */
	private void idle(int seconds) throws Exception {
		try (Instance instance = new Instance(this.address, "idle", PARTITIONS, settings())) {
			for (String group : List.of("audit", "mail", "shipping")) {
				instance.listen(group, (event) -> EventOutcome.done());
			}
			instance.start();
			await(() -> instance.listeners.ownedPartitions().size() == 3 * PARTITIONS);
			WarmUp settled = settle();
			instance.requests.clear();
			Duration compiled = CompilationTime.here();
			long cpu = SYSTEM.getProcessCpuTime();
			long begin = System.nanoTime();
			Thread.sleep(seconds * 1000L);
			double nanos = System.nanoTime() - begin;
			OUT.printf("idle, %d partitions x 3 groups, %s: %.2f %% of one processor, %.1f writes per minute%n",
					PARTITIONS, this.profile, 100 * (SYSTEM.getProcessCpuTime() - cpu) / nanos,
					instance.requests.writes() * 60e9 / nanos);
			OUT.printf("  of it compilers: %.2f %%, after %.0f s in which they settled (%.2f %% at the end)%n",
					100 * CompilationTime.here().minus(compiled).toNanos() / nanos, settled.seconds(),
					100 * settled.compiling());
			OUT.printf("  requests per second: %s%n", instance.requests.per(seconds));
		}
	}

	/**
	 * What the drains have left to the compilers is no cost of idling, and an idle
	 * instance gives them little to do at a time.
	 */
	private static WarmUp settle() throws Exception {
		return WarmUp.run(() -> Thread.sleep(SETTLE_MILLIS), CompilationTime::here, SETTLE_SECONDS, SETTLED);
	}

	/**
	 * One event that always fails, and many of other keys behind it in one partition.
	 */
	private void poison(int events) throws Exception {
		// the first two warm up; then by turns, so that both have the same luck
		drain("warm0", events / 4, false);
		drain("warm1", events / 4, true);
		double[] without = new double[ROUNDS];
		double[] with = new double[ROUNDS];
		for (int round = 0; round < ROUNDS; round++) {
			without[round] = drain("without" + round, events, false);
			with[round] = drain("with" + round, events, true);
		}
		Arrays.sort(without);
		Arrays.sort(with);
		OUT.printf(
				"drain of %d events in one partition, median of %d: %.0f per second, with a poison event %.0f (%.0f %%)%n",
				events, ROUNDS, without[ROUNDS / 2], with[ROUNDS / 2], 100 * with[ROUNDS / 2] / without[ROUNDS / 2]);
	}

	private double drain(String namespace, int events, boolean poison) throws Exception {
		LongAdder handled = new LongAdder();
		try (Instance instance = new Instance(this.address, namespace, 1, settings())) {
			instance.listen("audit", (event) -> {
				if (POISON.equals(event.metadata().key())) {
					throw new IllegalStateException("poison");
				}
				handled.increment();
				return EventOutcome.done();
			});
			if (poison) {
				instance.publish(POISON);
			}
			instance.publish(events, IntStream.range(0, 100).mapToObj((i) -> "key" + i).toList());
			instance.requests.clear();
			long cpu = SYSTEM.getProcessCpuTime();
			long begin = System.nanoTime();
			instance.start();
			await(() -> handled.sum() == events);
			double seconds = (System.nanoTime() - begin) / 1e9;
			OUT.printf("  %s: %.1f us of a processor per event; requests per event: %s%n", namespace,
					(SYSTEM.getProcessCpuTime() - cpu) / 1e3 / events, instance.requests.per(events));
			return events / seconds;
		}
	}

	/**
	 * Single events, one after the other: what is asked of the store from the begin of
	 * the transaction to the acknowledgement.
	 */
	private void trips() throws Exception {
		int events = 2_000;
		LongAdder handled = new LongAdder();
		try (Instance instance = new Instance(this.address, "trips", PARTITIONS, settings())) {
			instance.publish("key0");
			instance.requests.clear();
			for (int i = 0; i < events; i++) {
				instance.publish("key" + i % 100);
			}
			OUT.printf("published one by one, requests per event: %s%n", instance.requests.per(events));
			instance.listen("audit", (event) -> {
				handled.increment();
				return EventOutcome.done();
			});
			instance.start();
			await(() -> handled.sum() == events + 1);
			handled.reset();
			instance.requests.clear();
			long cpu = SYSTEM.getProcessCpuTime();
			for (int i = 0; i < events; i++) {
				instance.publish("key" + i % 100);
				int seen = i;
				await(() -> handled.sum() > seen);
			}
			OUT.printf("published and delivered one by one: %.1f us of a processor per event; requests per event: %s%n",
					(SYSTEM.getProcessCpuTime() - cpu) / 1e3 / events, instance.requests.per(events));
		}
	}

	private static void await(Condition condition) throws InterruptedException {
		while (!condition.holds()) {
			Thread.sleep(1);
		}
	}

	private interface Condition {

		boolean holds();

	}

}
