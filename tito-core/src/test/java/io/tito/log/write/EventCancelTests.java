package io.tito.log.write;

import java.time.Duration;
import java.util.UUID;

import io.tito.client.CommitOutcome;
import io.tito.client.Timestamp;
import io.tito.client.Transaction;
import io.tito.log.EventId;
import io.tito.log.LogFixture;
import io.tito.log.Position;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

class EventCancelTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private LogFixture log;

	@BeforeEach
	void prepare() {
		this.log = new LogFixture(cluster);
	}

	@Test
	void removesAnEventThatIsNotYetDue() {
		EventId id = this.log.publishAt(this.log.in(Duration.ofHours(1)));
		Transaction transaction = this.log.client().begin();

		assertThat(this.log.writer.cancel(transaction, id)).isTrue();
		this.log.commit(transaction);
		assertThat(this.log.payloads()).isEmpty();
		assertThat(cluster.rows("scheduled:")).isEmpty();
	}

	@Test
	void leavesAnEventThatIsDue() {
		EventId id = this.log.publishAt(this.log.in(Duration.ofHours(1)));
		cluster.faults().advanceClock(Duration.ofHours(1));
		Transaction transaction = this.log.client().begin();

		assertThat(this.log.writer.cancel(transaction, id)).isFalse();
		this.log.commit(transaction);
		assertThat(this.log.payloads()).containsExactly("scheduled");
	}

	@Test
	void leavesAnEventWithoutDueTime() {
		Transaction publisher = this.log.client().begin();
		EventId id = this.log.append(publisher, "ann", "now");
		this.log.commit(publisher);
		Transaction transaction = this.log.client().begin();

		assertThat(this.log.writer.cancel(transaction, id)).isFalse();
		assertThat(this.log.writer.cancel(transaction, new EventId(new UUID(1, 2)))).isFalse();
		this.log.commit(transaction);
		assertThat(this.log.payloads()).containsExactly("now");
	}

	@Test
	void takesBackAnEventOfItsOwnTransaction() {
		Transaction transaction = this.log.client().begin();
		EventId first = this.log.append(transaction, "ann", "first");
		this.log.append(transaction, "ann", "second");

		assertThat(this.log.writer.cancel(transaction, first)).isTrue();
		assertThat(this.log.writer.cancel(transaction, first)).isFalse();
		this.log.commit(transaction);
		assertThat(this.log.payloads()).containsExactly("second");
	}

	@Test
	void cannotCommitOnceTheEventIsDue() {
		EventId id = this.log.publishAt(this.log.in(Duration.ofMinutes(10)));
		Transaction transaction = this.log.client().begin();
		assertThat(this.log.writer.cancel(transaction, id)).isTrue();
		cluster.pass(Duration.ofMinutes(10));

		assertThat(transaction.commit()).isInstanceOf(CommitOutcome.Aborted.class);
		assertThat(this.log.payloads()).containsExactly("scheduled");
		assertThat(cluster.rows("scheduled:")).hasSize(1);
	}

	@Test
	void commitsBeforeTheEventIsDueEvenIfTheOracleIsLater() {
		EventId id = this.log.publishAt(this.log.in(Duration.ofMinutes(10)));
		Transaction transaction = this.log.client().begin();
		assertThat(this.log.writer.cancel(transaction, id)).isTrue();
		transaction.onCommit((base, writes) -> cluster.faults().advanceClock(Duration.ofMinutes(10)));
		Position due = this.log.keys.position(this.log.eventRows().get(0).key());

		CommitOutcome outcome = transaction.commit();

		boolean gone = this.log.payloads().isEmpty();
		assertThat(gone).isEqualTo(outcome instanceof CommitOutcome.Committed);
		if (outcome instanceof CommitOutcome.Committed committed) {
			assertThat(committed.timestamp()).isLessThan(Timestamp.of(due.millis(), 0));
		}
	}

	@Test
	void letsOneOfTwoWin() {
		EventId id = this.log.publishAt(this.log.in(Duration.ofHours(1)));
		Transaction first = this.log.client().begin();
		Transaction second = this.log.client().begin();
		this.log.writer.cancel(first, id);
		this.log.writer.cancel(second, id);
		this.log.commit(second);

		assertThat(first.commit()).isInstanceOf(CommitOutcome.Conflict.class);
		assertThat(this.log.payloads()).isEmpty();
	}

}
