package io.tito.listener.container;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.tito.listener.RejectEventException;
import io.tito.log.DeadLetter;
import io.tito.log.DeadLetterQuery;
import io.tito.log.DeadLetterResult;
import io.tito.log.EventId;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Dead letters that operators list, replay and discard beside a group that is at work.
 */
class OperatorDeadLetterTests {

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
	void replaysDeadLettersIntoTheirLanes() {
		this.group.rejected.addAll(List.of("a1", "b1"));
		this.group.publish("ann", "a1", "a2");
		this.group.publish("bob", "b1");
		this.group.drain();
		assertThat(this.group.handled).containsExactly("a2");
		this.group.rejected.clear();
		DeadLetterQuery all = DeadLetterQuery.of("order", "audit");

		assertThat(this.group.deadLetters.replay(all.dryRun())).isEqualTo(new DeadLetterResult(2, false));
		assertThat(this.group.deadLetters.list(all)).hasSize(2);
		assertThat(this.group.deadLetters.replay(all)).isEqualTo(new DeadLetterResult(2, false));
		assertThat(this.group.deadLetters.replay(all)).isEqualTo(new DeadLetterResult(0, false));
		this.group.drain();
		assertThat(this.group.handled).containsExactlyInAnyOrder("a2", "a1", "b1");
		assertThat(this.group.deadLetters.list(all)).isEmpty();
		assertThat(cluster.rows("lane:")).isEmpty();
	}

	@Test
	void replayedDeadLettersComeBeforeWhatIsParkedBehindThem() {
		AtomicBoolean failing = new AtomicBoolean(true);
		this.group.rejected.add("a1");
		this.group.before = (event) -> {
			if (event.equals("a2") && failing.get()) {
				throw new IllegalStateException("not yet");
			}
		};
		this.group.publish("ann", "a1", "a2", "a3");
		this.group.one.runUntil(() -> this.group.operations.lag("order", "audit").parked() == 2
				&& this.group.operations.lag("order", "audit").deadLetters() == 1);
		this.group.deadLetters.replay(DeadLetterQuery.of("order", "audit"));
		this.group.rejected.clear();
		failing.set(false);
		this.group.drain();

		assertThat(this.group.handled).containsExactly("a1", "a2", "a3");
	}

	@Test
	void replayOfDeadLettersCostsTheOwnerNoRedelivery() {
		this.group.rejected.add("a1");
		this.group.publish("ann", "a1");
		this.group.drain();
		this.group.rejected.clear();
		AtomicBoolean once = new AtomicBoolean();
		this.group.before = (event) -> {
			if (once.compareAndSet(false, true)) {
				this.group.deadLetters.replay(DeadLetterQuery.of("order", "audit"));
			}
		};
		this.group.publish("bob", "b1", "b2", "b3");
		long epochs = this.group.epochs();
		this.group.drain();

		assertThat(this.group.handled).containsExactlyInAnyOrder("a1", "b1", "b2", "b3");
		assertThat(this.group.epochs()).isEqualTo(epochs);
	}

	@Test
	void choosesDeadLetters() {
		this.group.rejected.addAll(List.of("a1", "b1", "c1"));
		EventId ann = this.group.one.publish("ann", "a1");
		this.group.publish("bob", "b1");
		this.group.publish("cid", "c1");
		this.group.drain();
		DeadLetterQuery all = DeadLetterQuery.of("order", "audit");
		Instant now = cluster.client().timestamp().instant();

		assertThat(this.group.deadLetters.list(all)).hasSize(3);
		assertThat(this.group.deadLetters.list(all.id(ann))).extracting(DeadLetter::lane).containsExactly("ann");
		assertThat(this.group.deadLetters.list(all.lane("bob"))).extracting(DeadLetter::lane).containsExactly("bob");
		assertThat(this.group.deadLetters.list(all.partition(0))).extracting(DeadLetter::partition)
			.containsExactly(0, 0, 0);
		assertThat(this.group.deadLetters.list(all.partition(1))).as("all three keys belong to the other").isEmpty();
		assertThat(this.group.deadLetters.list(all.error("RejectEventException"))).hasSize(3);
		assertThat(this.group.deadLetters.list(all.error(RejectEventException.class.getName()))).hasSize(3);
		assertThat(this.group.deadLetters.list(all.error("EventException"))).isEmpty();
		assertThat(this.group.deadLetters.list(all.before(now.plusSeconds(60)))).hasSize(3);
		assertThat(this.group.deadLetters.list(all.before(now.minusSeconds(60)))).isEmpty();
		assertThat(this.group.deadLetters.list(all.limit(2))).hasSize(2);
		assertThat(this.group.deadLetters.discard(all.limit(2).dryRun())).isEqualTo(new DeadLetterResult(2, true));
	}

	@Test
	void discardsAndPurgesDeadLetters() {
		this.group.rejected.addAll(List.of("a1", "b1", "c1"));
		this.group.publish("ann", "a1");
		this.group.publish("bob", "b1");
		this.group.publish("cid", "c1");
		this.group.drain();
		DeadLetterQuery all = DeadLetterQuery.of("order", "audit");

		assertThat(this.group.deadLetters.discard(all.lane("ann"))).isEqualTo(new DeadLetterResult(1, false));
		assertThat(this.group.deadLetters.list(all)).extracting(DeadLetter::lane)
			.containsExactlyInAnyOrder("bob", "cid");
		Instant now = cluster.client().timestamp().instant();
		assertThat(this.group.deadLetters.purge("order", "audit", now.minusSeconds(60))).isZero();
		assertThat(this.group.deadLetters.purge("order", "audit", now.plusSeconds(60))).isEqualTo(2);
		assertThat(cluster.rows("dead:")).isEmpty();
	}

	@Test
	void replaysManyInSmallTransactions() {
		for (int i = 0; i < 250; i++) {
			this.group.rejected.add("e" + i);
			this.group.publish("key" + i, "e" + i);
		}
		this.group.drain();
		this.group.rejected.clear();

		assertThat(this.group.deadLetters.replay(DeadLetterQuery.of("order", "audit").limit(200)))
			.isEqualTo(new DeadLetterResult(200, true));
		this.group.drain();
		assertThat(this.group.handled).hasSize(200).doesNotHaveDuplicates();
	}

	@Test
	void replaysAtARate() {
		this.group.rejected.addAll(List.of("a1", "b1", "c1"));
		this.group.publish("ann", "a1");
		this.group.publish("bob", "b1");
		this.group.publish("cid", "c1");
		this.group.drain();
		this.group.rejected.clear();
		this.group.deadLetters.replay(DeadLetterQuery.of("order", "audit").rate(10));

		long start = System.nanoTime();
		this.group.drain();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(150));
		assertThat(this.group.handled).hasSize(3);
		assertThatIllegalArgumentException().isThrownBy(() -> DeadLetterQuery.of("order", "audit").rate(0))
			.withMessageContaining("at least 1");
		assertThatIllegalArgumentException().isThrownBy(() -> DeadLetterQuery.of("order", "audit:x"))
			.withMessageContaining("group");
	}

}
