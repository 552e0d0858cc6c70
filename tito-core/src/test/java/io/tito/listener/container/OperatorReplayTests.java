package io.tito.listener.container;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.tito.log.EventRefusedException;
import io.tito.log.Replay;
import io.tito.log.ReplayResult;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Events that operators replay beside a group that is at work.
 */
class OperatorReplayTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private OperatedGroup group;

	@BeforeEach
	void prepare() {
		this.group = new OperatedGroup(cluster);
	}

	@AfterEach
	void close() {
		this.group.close();
	}

	@Test
	void replaysWhatWasHandled() {
		this.group.publish("ann", "a1", "a2", "a3");
		this.group.drain();
		Replay all = Replay.of("order", "audit");

		assertThat(this.group.operations.replay(all.dryRun())).isEqualTo(new ReplayResult(1, 3, 0));
		this.group.one.runOnce();
		assertThat(this.group.one.isDone("audit")).as("a dry run changes nothing").isTrue();
		assertThat(this.group.operations.replay(all)).isEqualTo(new ReplayResult(1, 3, 0));
		this.group.drain();
		assertThat(this.group.handled).containsExactly("a1", "a2", "a3", "a1", "a2", "a3");
	}

	@Test
	void replaysFromATime() {
		this.group.publish("ann", "a1");
		cluster.pass(Duration.ofSeconds(2));
		Instant since = cluster.client().timestamp().instant();
		this.group.publish("ann", "a2");
		this.group.drain();

		assertThat(this.group.operations.replay(Replay.of("order", "audit").from(since)).events()).isEqualTo(1);
		this.group.drain();
		assertThat(this.group.handled).containsExactly("a1", "a2", "a2");
	}

	@Test
	void repeatedReplayMovesNothingThatIsBack() {
		this.group.publish("ann", "a1");
		this.group.drain();
		this.group.operations.replay(Replay.of("order", "audit"));

		assertThat(this.group.operations.replay(Replay.of("order", "audit"))).isEqualTo(new ReplayResult(0, 0, 0));
	}

	@Test
	void replaysInTheMiddleOfABatch() {
		this.group.publish("ann", "a1", "a2", "a3", "a4");
		AtomicBoolean once = new AtomicBoolean();
		List<String> since = new ArrayList<>();
		this.group.before = (event) -> {
			if (event.equals("a3") && once.compareAndSet(false, true)) {
				this.group.operations.replay(Replay.of("order", "audit"));
				// nothing is settled yet, so only the owner's position may be behind
				this.group.publish("ann", "a5");
			}
			if (once.get()) {
				since.add(event);
			}
		};
		this.group.drain();

		assertThat(new HashSet<>(since)).contains("a3", "a4", "a5");
		assertThat(this.group.handled).containsSubsequence("a1", "a2", "a3", "a4", "a5");
	}

	@Test
	void replayDuringABatchIsNotUndoneByItsAcknowledgement() {
		this.group.publish("ann", "a1", "a2");
		this.group.drain();
		AtomicBoolean once = new AtomicBoolean();
		this.group.before = (event) -> {
			if (once.compareAndSet(false, true)) {
				assertThat(this.group.operations.replay(Replay.of("order", "audit")).events()).isEqualTo(2);
			}
		};
		// within the millisecond up to which was read, it would be counted as read before
		cluster.faults().advanceClock(Duration.ofMillis(1));
		this.group.publish("ann", "a3");
		this.group.drain();

		assertThat(this.group.handled).containsExactly("a1", "a2", "a3", "a1", "a2", "a3");
	}

	@Test
	void replayedEventsWaitBehindWhatIsParkedOfTheirLane() {
		AtomicBoolean failing = new AtomicBoolean(true);
		this.group.before = (event) -> {
			if (event.equals("a2") && failing.get()) {
				throw new IllegalStateException("not yet");
			}
		};
		this.group.publish("ann", "a1", "a2", "a3");
		this.group.one.runUntil(() -> this.group.operations.lag("order", "audit").parked() == 2);
		this.group.operations.replay(Replay.of("order", "audit"));
		failing.set(false);
		this.group.drain();

		List<String> again = this.group.handled.subList(1, this.group.handled.size());
		assertThat(again).containsSubsequence("a2", "a3");
		assertThat(this.group.operations.deadLetters("order", "audit", 10)).isEmpty();
		assertThat(cluster.rows("parked:")).isEmpty();
		assertThat(cluster.rows("lane:")).isEmpty();
	}

	@Test
	void replayClearsLanes() {
		AtomicBoolean failing = new AtomicBoolean(true);
		this.group.before = (event) -> {
			if (event.equals("a2") && failing.get()) {
				throw new IllegalStateException("not yet");
			}
		};
		this.group.publish("ann", "a1", "a2", "a3");
		this.group.one.runUntil(() -> this.group.operations.lag("order", "audit").parked() == 2);
		Replay replay = Replay.of("order", "audit").clearingParked();
		assertThat(this.group.operations.replay(replay.dryRun()).unparked()).isEqualTo(2);
		assertThat(this.group.operations.replay(replay).unparked()).isEqualTo(2);
		assertThat(cluster.rows("parked:")).isEmpty();
		assertThat(cluster.rows("lane:")).isEmpty();
		failing.set(false);
		this.group.drain();

		assertThat(this.group.handled).containsExactly("a1", "a1", "a2", "a3");
	}

	@Test
	void clearingLeavesParkedWhatIsNotReplayed() {
		this.group.before = (event) -> {
			if (event.startsWith("x")) {
				throw new IllegalStateException("not yet");
			}
		};
		this.group.publish("ann", "x1");
		cluster.pass(Duration.ofSeconds(2));
		Instant since = cluster.client().timestamp().instant();
		this.group.publish("ann", "a2");
		this.group.one.runUntil(() -> this.group.operations.lag("order", "audit").parked() == 2);

		Replay replay = Replay.of("order", "audit").from(since).clearingParked();
		assertThat(this.group.operations.replay(replay).unparked()).isEqualTo(1);
		assertThat(cluster.rows("parked:")).hasSize(1);
		this.group.before = (event) -> {
		};
		this.group.drain();
		assertThat(this.group.handled).containsExactly("x1", "a2");
	}

	@Test
	void refusesAReplayThatMakesNoSense() {
		assertThatIllegalStateException().isThrownBy(() -> this.group.operations.replay(Replay.of("order", "nobody")))
			.withMessageContaining("The group 'nobody' of event type 'order' is not registered");
		assertThatExceptionOfType(EventRefusedException.NoSuchPartition.class)
			.isThrownBy(() -> this.group.operations.replay(Replay.of("order", "audit").onPartition(2)));
		assertThatIllegalStateException().isThrownBy(() -> this.group.operations.lag("ordre", "audit"));
		assertThat(this.group.operations.types()).as("a question creates no type").containsExactly("order");
	}

}
