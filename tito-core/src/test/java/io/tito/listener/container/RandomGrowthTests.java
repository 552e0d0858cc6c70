package io.tito.listener.container;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

import io.tito.client.Transaction;
import io.tito.embedded.fault.FaultAction;
import io.tito.key.Key;
import io.tito.listener.EventMetadata;
import io.tito.listener.RejectEventException;
import io.tito.listener.retry.RetrySettings;
import io.tito.log.DeadLetterOperations;
import io.tito.log.DeadLetterQuery;
import io.tito.log.PartitionGrowth;
import io.tito.log.PartitionIncrease;
import io.tito.log.Position;
import io.tito.log.Replay;
import io.tito.log.TypeSettings;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A type whose partitions grow twice while two instances read it and are killed, with
 * publishers, failing handlers, operators and a network that loses answers, all at
 * random. A history is checked: what was committed is handled by every group, and nothing
 * else; per lane in the order of the log; by the transactional group exactly once; and a
 * replay at the end passes both switches in order. Run one again with
 * {@code -Dtito.seed=... -Dtito.seeds=1}.
 */
class RandomGrowthTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private static final int STEPS = 60;

	private static final TypeSettings TYPE = new TypeSettings(2, Duration.ofMillis(50), Duration.ofSeconds(4));

	private static final Duration PAUSE = Duration.ofMillis(1);

	private static final ListenerSettings SETTINGS = ListenerSettings.of(ListenerSettings.Profile.BALANCED)
		.withBatch(4)
		.withPolling(new PollIntervals(Duration.ZERO, PAUSE, PAUSE, PAUSE))
		.withRetry(RetrySettings.DEFAULTS.withMaxAttempts(1000)
			.withPauses(Duration.ofMillis(400), 1, Duration.ofMillis(400))
			.withHolds(Duration.ofHours(1), Duration.ZERO));

	private static int refused;

	private static int crossed;

	private final GrowthHistory history = new GrowthHistory();

	private final List<String> audit = new ArrayList<>();

	private final List<String> fresh = new ArrayList<>();

	private final Set<String> rejected = new HashSet<>();

	private final List<TestInstance> instances = new ArrayList<>();

	private final List<TestInstance> dead = new ArrayList<>();

	private boolean healed;

	private boolean calm;

	private boolean withFresh;

	private Random random = new Random(0);

	@ParameterizedTest
	@MethodSource("seeds")
	void losesNothingAndKeepsTheOrder(long seed) {
		System.out.println("Seed: " + seed);
		this.random = new Random(seed);
		try (GrowthWriters writers = new GrowthWriters(cluster, TYPE, new Random(seed + 1), this.history)) {
			this.instances.add(instance("one"));
			this.instances.add(instance("two"));
			int partitions = TYPE.partitions();
			for (int growth = 0; growth < 2; growth++) {
				// a replay would make the first increase incomplete again
				this.calm = growth > 0;
				steps(STEPS, writers, 300);
				this.calm = false;
				finishGrowth(seed);
				partitions *= 2 + this.random.nextInt(2);
				grow(partitions, writers);
				steps(2 * STEPS, writers, 150);
				this.withFresh = true;
				settle(seed);
				assertThat(growth().isComplete()).as("seed %d: %s", seed, growth()).isTrue();
			}
			writers.finish();
			this.healed = true;
			new DeadLetterOperations(one().log).replay(DeadLetterQuery.of("order", "audit"));
			kill(0);
			settle(seed);
			check(seed);
			checkReplay(seed);
			refused += writers.refused;
		}
		finally {
			this.dead.addAll(this.instances);
			this.dead.forEach(TestInstance::close);
		}
	}

	@AfterAll
	static void switchesWereCrossed() {
		System.out.println("Refused: " + refused + ", scheduled across a switch: " + crossed);
		assertThat(seeds().length < 5 || crossed > 0).isTrue();
	}

	/**
	 * A group that was registered meanwhile has to come past the first switch, too.
	 */
	private void finishGrowth(long seed) {
		long end = System.nanoTime() + Duration.ofSeconds(45).toNanos();
		while (!growth().isComplete()) {
			assertThat(System.nanoTime()).as("seed %d: %s", seed, growth()).isLessThan(end);
			pass(Duration.ofMillis(50));
			this.instances.forEach(TestInstance::runOnce);
		}
	}

	private void grow(int partitions, GrowthWriters writers) {
		Duration lead = Duration.ofSeconds(36);
		Instant at = one().operations.increasePartitions(PartitionIncrease.of("order", partitions).after(lead))
			.switchAt();
		// near the switch, so that transactions begin before it and end after it
		long left = at.toEpochMilli() - cluster.client().timestamp().physical();
		pass(Duration.ofMillis(Math.max(0, left - 1500 + this.random.nextInt(700))));
		steps(STEPS / 2, writers, 100);
		crossed += this.history.scheduled().stream().filter((event) -> event.due().isAfter(at)).toList().size();
		pass(Duration.ofMillis(
				Math.max(0, at.toEpochMilli() - cluster.client().timestamp().physical() - this.random.nextInt(30))));
	}

	private void steps(int count, GrowthWriters writers, int pause) {
		for (int i = 0; i < count; i++) {
			step(writers, pause);
		}
	}

	private void step(GrowthWriters writers, int pause) {
		switch (this.random.nextInt(20)) {
			case 0, 1, 2, 3, 4, 5 -> writers.step();
			case 6 -> writers.burst();
			case 7 -> {
				writers.go();
				this.instances.get(1).runOnce();
			}
			case 8, 9, 10 -> pass(Duration.ofMillis(this.random.nextInt(pause)));
			case 11 -> operate();
			case 12 -> {
				if (this.random.nextInt(3) == 0) {
					kill(this.random.nextInt(2));
				}
			}
			case 13 -> {
				if (this.random.nextInt(4) == 0) {
					disturb();
				}
			}
			default -> this.instances.get(this.random.nextInt(2)).runOnce();
		}
	}

	private void operate() {
		if (this.calm || this.random.nextBoolean()) {
			new DeadLetterOperations(one().log).replay(DeadLetterQuery.of("order", "audit").limit(2));
			return;
		}
		Position back = Position
			.floor(cluster.client().timestamp().minus(Duration.ofMillis(this.random.nextInt(60_000))));
		Replay replay = Replay.of("order", "audit").after(back);
		one().operations.replay(this.random.nextBoolean() ? replay.clearingParked() : replay);
	}

	/**
	 * Lose one of the next requests, or its answer.
	 */
	private void disturb() {
		String rpc = this.random.nextBoolean() ? "KvPrewrite" : "KvCommit";
		cluster.faults().onNext(rpc, this.random.nextBoolean() ? FaultAction.dropBefore() : FaultAction.dropAfter());
	}

	private void pass(Duration by) {
		cluster.pass(by);
		this.instances.forEach((instance) -> {
			instance.member.heartbeat();
			instance.member.refresh();
		});
	}

	/**
	 * One ends without a word; the next life of its name takes over.
	 */
	private void kill(int index) {
		this.dead.add(this.instances.get(index));
		this.instances.set(index, instance((index == 0) ? "one" : "two"));
		pass(Duration.ZERO);
	}

	private TestInstance one() {
		return this.instances.get(0);
	}

	private PartitionGrowth growth() {
		return one().operations.partitionGrowth("order");
	}

	private TestInstance instance(String name) {
		TestInstance instance = new TestInstance(cluster, name, TYPE, SETTINGS);
		instance.listen("billing", true, (event, type, payload) -> bill(instance, event, payload));
		instance.listen("audit", false, (event, type, payload) -> audit(event, payload));
		if (this.withFresh) {
			instance.listen("fresh", false, (event, type, payload) -> this.fresh.add(name(payload)));
		}
		return instance.start();
	}

	private void bill(TestInstance instance, EventMetadata event, byte[] payload) {
		instance.transactions.execute((transaction) -> {
			append(transaction, event.key(), name(payload));
			return null;
		});
		failSometimes();
	}

	private static void append(Transaction transaction, String lane, String name) {
		Key row = row(lane);
		byte[] before = transaction.get(row);
		String text = (before != null) ? new String(before, StandardCharsets.UTF_8) + "," : "";
		transaction.put(row, (text + name).getBytes(StandardCharsets.UTF_8));
	}

	private void audit(EventMetadata event, byte[] payload) {
		String name = name(payload);
		if (!this.healed && this.random.nextInt(25) == 0) {
			this.rejected.add(name);
			throw new RejectEventException("at random");
		}
		failSometimes();
		this.audit.add(name);
	}

	private void failSometimes() {
		if (!this.healed && this.random.nextInt(4) == 0) {
			throw new FailureAtRandom();
		}
	}

	private void settle(long seed) {
		long end = System.nanoTime() + Duration.ofSeconds(45).toNanos();
		pass(Duration.ofSeconds(10));
		while (!isDone()) {
			assertThat(System.nanoTime()).as("seed %d: %s", seed, growth()).isLessThan(end);
			pass(Duration.ofMillis(500));
			this.instances.get(this.random.nextInt(2)).runOnce();
			this.instances.get(this.random.nextInt(2)).runOnce();
		}
	}

	private boolean isDone() {
		return growth().isComplete() && one().isDone("billing") && one().isDone("audit")
				&& (!one().operations.groups("order").stream().anyMatch((group) -> group.group().equals("fresh"))
						|| one().isDone("fresh"));
	}

	private void check(long seed) {
		Set<String> names = this.history.names();
		List<String> billed = billed();
		assertThat(billed).as("exactly once, seed %d", seed).containsExactlyInAnyOrderElementsOf(names);
		assertThat(this.history.disorder(billed, Set.of())).as("billing, seed %d", seed).isEmpty();
		assertThat(new HashSet<>(this.audit)).as("audit, seed %d", seed).isEqualTo(names);
		assertThat(this.history.disorder(this.audit, this.rejected)).as("audit, seed %d", seed).isEmpty();
		assertThat(new HashSet<>(this.fresh)).as("fresh, seed %d", seed).isEqualTo(names);
		assertThat(this.history.disorder(this.fresh, Set.of())).as("fresh, seed %d", seed).isEmpty();
		assertThat(cluster.rows("lane:")).as("seed %d", seed).isEmpty();
		assertThat(cluster.rows("parked:")).as("seed %d", seed).isEmpty();
	}

	private void checkReplay(long seed) {
		cluster.faults().clear();
		this.audit.clear();
		one().operations.replay(Replay.of("order", "audit"));
		settle(seed);
		assertThat(new HashSet<>(this.audit)).as("replay, seed %d", seed).isEqualTo(this.history.names());
		assertThat(this.history.disorder(this.audit, Set.of())).as("replay, seed %d", seed).isEmpty();
	}

	/**
	 * What was billed, lane after lane.
	 */
	private List<String> billed() {
		return cluster.rows("data:billed:")
			.stream()
			.flatMap((row) -> List.of(new String(row.value(), StandardCharsets.UTF_8).split(",")).stream())
			.toList();
	}

	private static Key row(String lane) {
		return cluster.namespace().key("data", "billed", lane);
	}

	private static String name(byte[] payload) {
		return new String(payload, StandardCharsets.UTF_8);
	}

	/**
	 * Without a stack trace, for the sake of the log.
	 */
	private static final class FailureAtRandom extends RuntimeException {

		private static final long serialVersionUID = 1L;

		FailureAtRandom() {
			super("at random", null, false, false);
		}

	}

	static long[] seeds() {
		long first = Long.getLong("tito.seed", System.nanoTime());
		return IntStream.range(0, Integer.getInteger("tito.seeds", 5)).mapToLong((i) -> first + i).toArray();
	}

}
