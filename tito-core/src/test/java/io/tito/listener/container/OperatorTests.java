package io.tito.listener.container;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.tito.listener.RejectEventException;
import io.tito.log.DeadLetter;
import io.tito.log.DeadLetterOperations;
import io.tito.log.DeadLetterQuery;
import io.tito.log.DeadLetterResult;
import io.tito.log.EventId;
import io.tito.log.EventLogOperations;
import io.tito.log.EventRefusedException;
import io.tito.log.GroupInfo;
import io.tito.log.GroupRemoval;
import io.tito.log.PartitionInfo;
import io.tito.log.Replay;
import io.tito.log.ReplayResult;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What operators do beside a group that is at work.
 */
class OperatorTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private final Set<String> rejected = ConcurrentHashMap.newKeySet();

	private final List<String> handled = new CopyOnWriteArrayList<>();

	private Consumer<String> before = (event) -> {
	};

	private TestInstance one;

	private DeadLetterOperations deadLetters;

	@BeforeEach
	void prepare() {
		this.one = new TestInstance(cluster, "one", 2).listen("audit", false, (event, type, payload) -> {
			String text = new String(payload);
			this.before.accept(text);
			if (this.rejected.contains(text)) {
				throw new RejectEventException("not " + text);
			}
			this.handled.add(text);
		}).start();
		this.deadLetters = new DeadLetterOperations(this.one.log);
	}

	@AfterEach
	void close() {
		this.one.close();
	}

	@Test
	void replaysWhatWasHandled() {
		publish("ann", "a1", "a2", "a3");
		this.one.drain("audit");
		Replay all = Replay.of("order", "audit");

		assertThat(this.one.operations.replay(all.dryRun())).isEqualTo(new ReplayResult(1, 3, 0));
		this.one.runOnce();
		assertThat(this.one.isDone("audit")).as("a dry run changes nothing").isTrue();
		assertThat(this.one.operations.replay(all)).isEqualTo(new ReplayResult(1, 3, 0));
		this.one.drain("audit");
		assertThat(this.handled).containsExactly("a1", "a2", "a3", "a1", "a2", "a3");
	}

	@Test
	void replaysFromATime() {
		publish("ann", "a1");
		cluster.pass(Duration.ofSeconds(2));
		Instant since = cluster.client().timestamp().instant();
		publish("ann", "a2");
		this.one.drain("audit");

		assertThat(this.one.operations.replay(Replay.of("order", "audit").from(since)).events()).isEqualTo(1);
		this.one.drain("audit");
		assertThat(this.handled).containsExactly("a1", "a2", "a2");
	}

	@Test
	void repeatedReplayMovesNothingThatIsBack() {
		publish("ann", "a1");
		this.one.drain("audit");
		this.one.operations.replay(Replay.of("order", "audit"));

		assertThat(this.one.operations.replay(Replay.of("order", "audit"))).isEqualTo(new ReplayResult(0, 0, 0));
	}

	@Test
	void replaysInTheMiddleOfABatch() {
		publish("ann", "a1", "a2", "a3", "a4");
		AtomicBoolean once = new AtomicBoolean();
		List<String> since = new ArrayList<>();
		this.before = (event) -> {
			if (event.equals("a3") && once.compareAndSet(false, true)) {
				this.one.operations.replay(Replay.of("order", "audit"));
				// nothing is settled yet, so only the owner's position may be behind
				publish("ann", "a5");
			}
			if (once.get()) {
				since.add(event);
			}
		};
		this.one.drain("audit");

		assertThat(new HashSet<>(since)).contains("a3", "a4", "a5");
		assertThat(this.handled).containsSubsequence("a1", "a2", "a3", "a4", "a5");
	}

	@Test
	void replayDuringABatchIsNotUndoneByItsAcknowledgement() {
		publish("ann", "a1", "a2");
		this.one.drain("audit");
		AtomicBoolean once = new AtomicBoolean();
		this.before = (event) -> {
			if (once.compareAndSet(false, true)) {
				assertThat(this.one.operations.replay(Replay.of("order", "audit")).events()).isEqualTo(2);
			}
		};
		publish("ann", "a3");
		this.one.drain("audit");

		assertThat(this.handled).containsExactly("a1", "a2", "a3", "a1", "a2", "a3");
	}

	@Test
	void replayedEventsWaitBehindWhatIsParkedOfTheirLane() {
		AtomicBoolean failing = new AtomicBoolean(true);
		this.before = (event) -> {
			if (event.equals("a2") && failing.get()) {
				throw new IllegalStateException("not yet");
			}
		};
		publish("ann", "a1", "a2", "a3");
		this.one.runUntil(() -> this.one.operations.lag("order", "audit").parked() == 2);
		this.one.operations.replay(Replay.of("order", "audit"));
		failing.set(false);
		this.one.drain("audit");

		List<String> again = this.handled.subList(1, this.handled.size());
		assertThat(again).containsSubsequence("a2", "a3");
		assertThat(this.one.operations.deadLetters("order", "audit", 10)).isEmpty();
		assertThat(cluster.rows("parked:")).isEmpty();
		assertThat(cluster.rows("lane:")).isEmpty();
	}

	@Test
	void replayClearsLanes() {
		AtomicBoolean failing = new AtomicBoolean(true);
		this.before = (event) -> {
			if (event.equals("a2") && failing.get()) {
				throw new IllegalStateException("not yet");
			}
		};
		publish("ann", "a1", "a2", "a3");
		this.one.runUntil(() -> this.one.operations.lag("order", "audit").parked() == 2);
		Replay replay = Replay.of("order", "audit").clearingParked();
		assertThat(this.one.operations.replay(replay.dryRun()).unparked()).isEqualTo(2);
		assertThat(this.one.operations.replay(replay).unparked()).isEqualTo(2);
		assertThat(cluster.rows("parked:")).isEmpty();
		assertThat(cluster.rows("lane:")).isEmpty();
		failing.set(false);
		this.one.drain("audit");

		assertThat(this.handled).containsExactly("a1", "a1", "a2", "a3");
	}

	@Test
	void clearingLeavesParkedWhatIsNotReplayed() {
		this.before = (event) -> {
			if (event.startsWith("x")) {
				throw new IllegalStateException("not yet");
			}
		};
		publish("ann", "x1");
		cluster.pass(Duration.ofSeconds(2));
		Instant since = cluster.client().timestamp().instant();
		publish("ann", "a2");
		this.one.runUntil(() -> this.one.operations.lag("order", "audit").parked() == 2);

		Replay replay = Replay.of("order", "audit").from(since).clearingParked();
		assertThat(this.one.operations.replay(replay).unparked()).isEqualTo(1);
		assertThat(cluster.rows("parked:")).hasSize(1);
		this.before = (event) -> {
		};
		this.one.drain("audit");
		assertThat(this.handled).containsExactly("x1", "a2");
	}

	@Test
	void refusesAReplayThatMakesNoSense() {
		assertThatIllegalStateException().isThrownBy(() -> this.one.operations.replay(Replay.of("order", "nobody")))
			.withMessageContaining("The group 'nobody' of event type 'order' is not registered");
		assertThatExceptionOfType(EventRefusedException.NoSuchPartition.class)
			.isThrownBy(() -> this.one.operations.replay(Replay.of("order", "audit").onPartition(2)));
		assertThatIllegalStateException().isThrownBy(() -> this.one.operations.lag("ordre", "audit"));
		assertThat(this.one.operations.types()).as("a question creates no type").containsExactly("order");
	}

	@Test
	void replaysDeadLettersIntoTheirLanes() {
		this.rejected.addAll(List.of("a1", "b1"));
		publish("ann", "a1", "a2");
		publish("bob", "b1");
		this.one.drain("audit");
		assertThat(this.handled).containsExactly("a2");
		this.rejected.clear();
		DeadLetterQuery all = DeadLetterQuery.of("order", "audit");

		assertThat(this.deadLetters.replay(all.dryRun())).isEqualTo(new DeadLetterResult(2, false));
		assertThat(this.deadLetters.list(all)).hasSize(2);
		assertThat(this.deadLetters.replay(all)).isEqualTo(new DeadLetterResult(2, false));
		assertThat(this.deadLetters.replay(all)).isEqualTo(new DeadLetterResult(0, false));
		this.one.drain("audit");
		assertThat(this.handled).containsExactlyInAnyOrder("a2", "a1", "b1");
		assertThat(this.deadLetters.list(all)).isEmpty();
		assertThat(cluster.rows("lane:")).isEmpty();
	}

	@Test
	void replayedDeadLettersComeBeforeWhatIsParkedBehindThem() {
		AtomicBoolean failing = new AtomicBoolean(true);
		this.rejected.add("a1");
		this.before = (event) -> {
			if (event.equals("a2") && failing.get()) {
				throw new IllegalStateException("not yet");
			}
		};
		publish("ann", "a1", "a2", "a3");
		this.one.runUntil(() -> this.one.operations.lag("order", "audit").parked() == 2
				&& this.one.operations.lag("order", "audit").deadLetters() == 1);
		this.deadLetters.replay(DeadLetterQuery.of("order", "audit"));
		this.rejected.clear();
		failing.set(false);
		this.one.drain("audit");

		assertThat(this.handled).containsExactly("a1", "a2", "a3");
	}

	@Test
	void replayOfDeadLettersCostsTheOwnerNoRedelivery() {
		this.rejected.add("a1");
		publish("ann", "a1");
		this.one.drain("audit");
		this.rejected.clear();
		AtomicBoolean once = new AtomicBoolean();
		this.before = (event) -> {
			if (once.compareAndSet(false, true)) {
				this.deadLetters.replay(DeadLetterQuery.of("order", "audit"));
			}
		};
		publish("bob", "b1", "b2", "b3");
		long epochs = epochs();
		this.one.drain("audit");

		assertThat(this.handled).containsExactlyInAnyOrder("a1", "b1", "b2", "b3");
		assertThat(epochs()).isEqualTo(epochs);
	}

	@Test
	void choosesDeadLetters() {
		this.rejected.addAll(List.of("a1", "b1", "c1"));
		EventId ann = this.one.publish("ann", "a1");
		publish("bob", "b1");
		publish("cid", "c1");
		this.one.drain("audit");
		DeadLetterQuery all = DeadLetterQuery.of("order", "audit");
		Instant now = cluster.client().timestamp().instant();

		assertThat(this.deadLetters.list(all)).hasSize(3);
		assertThat(this.deadLetters.list(all.id(ann))).extracting(DeadLetter::lane).containsExactly("ann");
		assertThat(this.deadLetters.list(all.lane("bob"))).extracting(DeadLetter::lane).containsExactly("bob");
		assertThat(this.deadLetters.list(all.partition(0))).extracting(DeadLetter::partition).containsExactly(0, 0, 0);
		assertThat(this.deadLetters.list(all.partition(1))).as("all three keys belong to the other").isEmpty();
		assertThat(this.deadLetters.list(all.error("RejectEventException"))).hasSize(3);
		assertThat(this.deadLetters.list(all.error(RejectEventException.class.getName()))).hasSize(3);
		assertThat(this.deadLetters.list(all.error("EventException"))).isEmpty();
		assertThat(this.deadLetters.list(all.before(now.plusSeconds(60)))).hasSize(3);
		assertThat(this.deadLetters.list(all.before(now.minusSeconds(60)))).isEmpty();
		assertThat(this.deadLetters.list(all.limit(2))).hasSize(2);
		assertThat(this.deadLetters.discard(all.limit(2).dryRun())).isEqualTo(new DeadLetterResult(2, true));
	}

	@Test
	void discardsAndPurgesDeadLetters() {
		this.rejected.addAll(List.of("a1", "b1", "c1"));
		publish("ann", "a1");
		publish("bob", "b1");
		publish("cid", "c1");
		this.one.drain("audit");
		DeadLetterQuery all = DeadLetterQuery.of("order", "audit");

		assertThat(this.deadLetters.discard(all.lane("ann"))).isEqualTo(new DeadLetterResult(1, false));
		assertThat(this.deadLetters.list(all)).extracting(DeadLetter::lane).containsExactlyInAnyOrder("bob", "cid");
		Instant now = cluster.client().timestamp().instant();
		assertThat(this.deadLetters.purge("order", "audit", now.minusSeconds(60))).isZero();
		assertThat(this.deadLetters.purge("order", "audit", now.plusSeconds(60))).isEqualTo(2);
		assertThat(cluster.rows("dead:")).isEmpty();
	}

	@Test
	void replaysManyInSmallTransactions() {
		for (int i = 0; i < 250; i++) {
			this.rejected.add("e" + i);
			publish("key" + i, "e" + i);
		}
		this.one.drain("audit");
		this.rejected.clear();

		assertThat(this.deadLetters.replay(DeadLetterQuery.of("order", "audit").limit(200)))
			.isEqualTo(new DeadLetterResult(200, true));
		this.one.drain("audit");
		assertThat(this.handled).hasSize(200).doesNotHaveDuplicates();
	}

	@Test
	void replaysAtARate() {
		this.rejected.addAll(List.of("a1", "b1", "c1"));
		publish("ann", "a1");
		publish("bob", "b1");
		publish("cid", "c1");
		this.one.drain("audit");
		this.rejected.clear();
		this.deadLetters.replay(DeadLetterQuery.of("order", "audit").rate(10));

		long start = System.nanoTime();
		this.one.drain("audit");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(150));
		assertThat(this.handled).hasSize(3);
		assertThatIllegalArgumentException().isThrownBy(() -> DeadLetterQuery.of("order", "audit").rate(0))
			.withMessageContaining("at least 1");
		assertThatIllegalArgumentException().isThrownBy(() -> DeadLetterQuery.of("order", "audit:x"))
			.withMessageContaining("group");
	}

	@Test
	void listsGroupsAndPartitions() {
		publish("ann", "a1");
		this.one.drain("audit");

		assertThat(this.one.operations.groups("order")).extracting(GroupInfo::group).containsExactly("audit");
		assertThat(this.one.operations.partitions("order", "audit")).extracting(PartitionInfo::owner)
			.containsOnly(this.one.member.self())
			.hasSize(2);
	}

	@Test
	void refusesToRemoveAGroupInUse() {
		EventLogOperations careful = new EventLogOperations(this.one.log, (type, group) -> true);

		assertThatIllegalStateException().isThrownBy(() -> careful.removeGroup("order", "audit"))
			.withMessageContaining("in use")
			.withMessageContaining("stop the listeners");
		assertThat(this.one.operations.groups("order")).hasSize(1);
	}

	@Test
	void removesAGroupWithAllThatItHas() {
		this.rejected.add("a1");
		this.before = (event) -> {
			if (event.equals("b1")) {
				throw new IllegalStateException("not yet");
			}
		};
		publish("ann", "a1");
		publish("bob", "b1", "b2");
		this.one.runUntil(() -> this.one.operations.lag("order", "audit").parked() == 2
				&& this.one.operations.lag("order", "audit").deadLetters() == 1);

		assertThat(this.one.operations.removeGroup("order", "audit")).isEqualTo(new GroupRemoval(1, 2, 1));
		assertThat(this.one.operations.removeGroup("order", "audit")).isEqualTo(new GroupRemoval(0, 0, 0));
		this.one.runOnce();
		this.one.runOnce();
		assertThat(cluster.rows("group:")).as("an instance that still listens stores nothing").isEmpty();
		assertThat(cluster.rows("lane:")).isEmpty();
		assertThat(cluster.rows("parked:")).isEmpty();
		assertThat(cluster.rows("dead:")).isEmpty();
		assertThat(cluster.rows("event:")).hasSize(3);
	}

	private void publish(String key, String... payloads) {
		for (String payload : payloads) {
			this.one.publish(key, payload);
		}
	}

	private long epochs() {
		return this.one.operations.partitions("order", "audit").stream().mapToLong(PartitionInfo::epoch).sum();
	}

}
