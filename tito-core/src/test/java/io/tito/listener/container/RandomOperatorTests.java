package io.tito.listener.container;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import io.tito.listener.RejectEventException;
import io.tito.log.DeadLetterOperations;
import io.tito.log.DeadLetterQuery;
import io.tito.log.LogListener;
import io.tito.log.LogRetention;
import io.tito.log.Position;
import io.tito.log.Replay;
import io.tito.testing.Schedules;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Owners, failing handlers, operators and retention, all at random. A history is checked
 * at the end: nothing is lost, and whatever is repeated, the first deliveries of a key
 * are in the order of publication as long as nothing is given up. Run one again with
 * {@code -Dtito.seed=... -Dtito.schedules=1}.
 */
class RandomOperatorTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private static final int STEPS = 150;

	private static final int LANES = 5;

	private static long removed;

	private final Map<String, List<String>> published = new HashMap<>();

	private final List<String> handled = new ArrayList<>();

	private boolean healed;

	@ParameterizedTest
	@MethodSource("seeds")
	void nothingIsLostAndLanesKeepTheirOrder(long seed) {
		run(seed, false);
		this.published.forEach((lane, events) -> {
			Set<String> first = new LinkedHashSet<>(this.handled);
			first.retainAll(events);
			assertThat(first).as("lane %s, seed %d", lane, seed).containsExactlyElementsOf(events);
		});
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void nothingIsLostOfWhatIsGivenUpAndReplayed(long seed) {
		run(seed, true);
		this.published
			.forEach((lane, events) -> assertThat(this.handled).as("lane %s, seed %d", lane, seed).containsAll(events));
		assertThat(cluster.rows("dead:")).as("seed %d", seed).isEmpty();
	}

	@AfterAll
	static void retentionWasAtWork() {
		assertThat(seeds().length < 10 || removed > 0).isTrue();
	}

	private void run(long seed, boolean rejects) {
		Random random = new Random(seed);
		try (TestInstance one = instance(new Random(seed + 1), rejects)) {
			DeadLetterOperations deadLetters = new DeadLetterOperations(one.log);
			LogRetention retention = new LogRetention(one.log, LogListener.NONE);
			List<Position> positions = new ArrayList<>(List.of(Position.START));
			for (int step = 0; step < STEPS; step++) {
				step(random, one, deadLetters, retention, positions);
			}
			this.healed = true;
			deadLetters.replay(DeadLetterQuery.of("order", "audit"));
			one.drain("audit");
			assertThat(cluster.rows("lane:")).as("seed %d", seed).isEmpty();
			assertThat(cluster.rows("parked:")).as("seed %d", seed).isEmpty();
		}
	}

	private void step(Random random, TestInstance one, DeadLetterOperations deadLetters, LogRetention retention,
			List<Position> positions) {
		switch (random.nextInt(12)) {
			case 0, 1, 2, 3 -> publish(random, one);
			case 4, 5, 6, 7 -> one.runOnce();
			case 8 -> one.operations.partitions("order", "audit").forEach((info) -> positions.add(info.position()));
			case 9 -> {
				Replay replay = Replay.of("order", "audit")
					.onPartition(random.nextInt(2))
					.after(positions.get(random.nextInt(positions.size())));
				one.operations.replay(random.nextBoolean() ? replay.clearingParked() : replay);
			}
			case 10 -> deadLetters.replay(DeadLetterQuery.of("order", "audit").limit(1 + random.nextInt(3)));
			default -> {
				// further than the slowest commit, behind which nothing may be removed
				cluster.pass(Duration.ofSeconds(random.nextInt(90)));
				removed += retention.run(Duration.ofSeconds(1 + random.nextInt(30)), (transaction) -> {
				}).events();
			}
		}
	}

	private void publish(Random random, TestInstance one) {
		String lane = "lane" + random.nextInt(LANES);
		List<String> events = this.published.computeIfAbsent(lane, (key) -> new ArrayList<>());
		for (int count = 1 + random.nextInt(3); count > 0; count--) {
			String event = lane + "-" + events.size();
			one.publish(lane, event);
			events.add(event);
		}
	}

	private TestInstance instance(Random random, boolean rejects) {
		return new TestInstance(cluster, "one", 2).listen("audit", false, (event, type, payload) -> {
			if (!this.healed && random.nextInt(5) == 0) {
				if (rejects && random.nextBoolean()) {
					throw new RejectEventException("at random");
				}
				if (!rejects && event.attempt() == 1) {
					throw new IllegalStateException("at random");
				}
			}
			this.handled.add(new String(payload));
		}).start();
	}

	static long[] seeds() {
		return Schedules.seeds(10);
	}

}
