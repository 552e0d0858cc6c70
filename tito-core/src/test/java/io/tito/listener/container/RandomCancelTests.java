package io.tito.listener.container;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import io.tito.client.Timestamp;
import io.tito.client.Transaction;
import io.tito.key.Key;
import io.tito.log.EventId;
import io.tito.log.TypeSettings;
import io.tito.testing.Schedules;
import io.tito.testing.TestCluster;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that take events back, or give them another time, and die at random places of
 * their commits, while owners of the partitions are killed and time goes on. Each cancel
 * leaves a row of its own transaction, which tells whether it was committed: exactly
 * those events are not handled, all others are once, in the order of their lanes.
 */
class RandomCancelTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private static final int STEPS = 60;

	private static final int LANES = 4;

	private static final TypeSettings TYPE = new TypeSettings(2, Duration.ofMillis(50), Duration.ofSeconds(4));

	private static final ListenerSettings SETTINGS = ListenerSettings.of(ListenerSettings.Profile.BALANCED)
		.withBatch(4)
		.withRetry(TestInstance.QUICK);

	private static int died;

	private static int cancelled;

	private final GrowthHistory history = new GrowthHistory();

	private final Set<String> moved = new HashSet<>();

	private final List<String> handled = new ArrayList<>();

	private final List<TestInstance> lives = new ArrayList<>();

	private Random random = new Random(0);

	private int published;

	@ParameterizedTest
	@MethodSource("seeds")
	void whatIsTakenBackIsNotHandledAndAllElseIsOnce(long seed) throws Exception {
		System.out.println("Repeat with -Dtito.seed=" + seed + " -Dtito.schedules=1");
		this.random = new Random(seed);
		try (DyingCancels cancels = new DyingCancels(cluster, this.random)) {
			boolean transactional = this.random.nextBoolean();
			live(transactional);
			// rows apart, so that one request does not commit all of them
			cluster.regions().split(cluster.namespace().prefix("event").bytes());
			for (int step = 0; step < STEPS; step++) {
				step(cancels, transactional);
			}
			pass(Duration.ofSeconds(10));
			one().drain("audit");
			check(seed);
			died += cancels.died();
		}
		finally {
			this.lives.forEach(TestInstance::close);
		}
	}

	@AfterAll
	static void cancelsDied() {
		System.out.println("Died: " + died + ", taken back: " + cancelled);
		assertThat(died).isPositive();
	}

	static long[] seeds() {
		return Schedules.seeds(2);
	}

	private void step(DyingCancels cancels, boolean transactional) throws Exception {
		switch (this.random.nextInt(12)) {
			case 0, 1, 2 -> publish(Duration.ofMillis(300 + this.random.nextInt(3000)));
			case 3 -> publish(null);
			case 4, 5, 6 -> cancel(cancels);
			case 7, 8 -> pass(Duration.ofMillis(this.random.nextInt(800)));
			case 9 -> {
				if (this.random.nextInt(3) == 0) {
					live(transactional);
				}
			}
			default -> one().runOnce();
		}
	}

	private void publish(@Nullable Duration in) {
		String name = Integer.toString(this.published++);
		String lane = "lane" + this.random.nextInt(LANES);
		Timestamp began = cluster.client().timestamp();
		Instant due = (in != null) ? Instant.ofEpochMilli(began.physical()).plus(in) : null;
		EventId id = one().publish(lane, name, due);
		this.history.committed(new GrowthHistory.Published(name, lane, id, due, began, cluster.client().timestamp()));
	}

	private void cancel(DyingCancels cancels) throws Exception {
		List<GrowthHistory.Published> scheduled = this.history.scheduled();
		if (scheduled.isEmpty()) {
			return;
		}
		// mostly one that is not due yet
		int last = Math.min(scheduled.size(), 6);
		GrowthHistory.Published event = scheduled.get(scheduled.size() - 1 - this.random.nextInt(last));
		boolean again = this.random.nextInt(4) == 0;
		Instant later = Instant.ofEpochMilli(cluster.client().timestamp().physical()).plusMillis(700);
		if (again) {
			this.moved.add(event.name());
		}
		cancels.die((transaction) -> again ? one().writer.reschedule(transaction, event.id(), later)
				: takeBack(transaction, event));
	}

	private boolean takeBack(Transaction transaction, GrowthHistory.Published event) {
		transaction.put(row(event.name()), new byte[] { 1 });
		return one().writer.cancel(transaction, event.id());
	}

	/**
	 * The next life of the owner; the one before ends without a word.
	 */
	private void live(boolean transactional) {
		TestInstance instance = new TestInstance(cluster, "one", TYPE, SETTINGS);
		instance.listen("audit", transactional,
				(event, type, payload) -> this.handled.add(new String(payload, StandardCharsets.UTF_8)));
		this.lives.add(instance.start());
	}

	private TestInstance one() {
		return this.lives.get(this.lives.size() - 1);
	}

	private void pass(Duration by) {
		cluster.pass(by);
		one().member.heartbeat();
		one().member.refresh();
	}

	private void check(long seed) {
		this.history.all().stream().filter((event) -> isTakenBack(event.name())).forEach((event) -> {
			this.history.cancelled(event);
			cancelled++;
		});
		assertThat(this.handled).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(this.history.names());
		assertThat(this.history.disorder(this.handled, this.moved)).as("seed %d", seed).isEmpty();
		assertThat(cluster.rows("event:")).as("seed %d", seed).hasSameSizeAs(this.handled);
		assertThat(cluster.rows("parked:")).as("seed %d", seed).isEmpty();
	}

	private static boolean isTakenBack(String name) {
		return cluster.client().get(row(name)) != null;
	}

	private static Key row(String name) {
		return cluster.namespace().key("data", "cancelled", name);
	}

}
