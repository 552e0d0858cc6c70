package io.tito.outbox;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.tito.embedded.fault.FaultAction;
import io.tito.log.EventId;
import io.tito.log.EventRefusedException;
import io.tito.log.StoredEvent;
import io.tito.testing.OtherStore;
import io.tito.testing.TestCluster;
import io.tito.transaction.TransactionAbortedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;

import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class OutboxScheduleTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private OutboxFixture fixture;

	@BeforeEach
	void prepare() {
		this.fixture = new OutboxFixture(cluster);
	}

	@Test
	void cancelsWhatIsNotYetDue() {
		EventId id = this.fixture.schedule(Duration.ofHours(1));

		assertThat(this.fixture.outbox.cancel(id)).isTrue();
		assertThat(this.fixture.outbox.cancel(id)).isFalse();
		assertThat(this.fixture.events()).isEmpty();
	}

	@Test
	void keepsACancelledEventIfTheTransactionRollsBack() {
		EventId id = this.fixture.schedule(Duration.ofHours(1));
		this.fixture.transactions.executeWithoutResult((status) -> {
			assertThat(this.fixture.outbox.cancel(id)).isTrue();
			status.setRollbackOnly();
		});

		assertThat(this.fixture.events()).extracting(StoredEvent::id).containsExactly(id);
	}

	@Test
	void answersFalseIfTheEventBecomesDueWhileItIsCancelled() throws Exception {
		EventId id = this.fixture.schedule(Duration.ofMinutes(10));
		FaultAction.Hold hold = FaultAction.holdBefore();
		cluster.faults().onNext("KvPrewrite", (message) -> ((PrewriteRequest) message).getMutationsCount() == 2, hold);
		CompletableFuture<Boolean> cancelled = CompletableFuture.supplyAsync(() -> this.fixture.outbox.cancel(id));
		hold.awaitArrival(Duration.ofSeconds(10));
		cluster.pass(Duration.ofMinutes(10));
		hold.release();

		assertThat(cancelled.get(20, TimeUnit.SECONDS)).isFalse();
		assertThat(this.fixture.events()).extracting(StoredEvent::id).containsExactly(id);
	}

	@Test
	void failsTheTransactionAroundIfTheEventBecomesDueBeforeItsCommit() {
		EventId id = this.fixture.schedule(Duration.ofMinutes(10));

		assertThatExceptionOfType(TransactionAbortedException.class)
			.isThrownBy(() -> this.fixture.transactions.executeWithoutResult((status) -> {
				assertThat(this.fixture.outbox.cancel(id)).isTrue();
				cluster.pass(Duration.ofMinutes(10));
			}));
		assertThat(this.fixture.events()).extracting(StoredEvent::id).containsExactly(id);
	}

	@Test
	void refusesToCancelWhereItRefusesToPublish() {
		EventId id = this.fixture.schedule(Duration.ofHours(1));
		this.fixture.transactions.setReadOnly(true);
		this.fixture.transactions
			.executeWithoutResult((status) -> assertThatExceptionOfType(OutboxTransactionException.class)
				.isThrownBy(() -> this.fixture.outbox.cancel(id))
				.withMessageContaining("Outbox.cancel"));
		new TransactionTemplate(new OtherStore())
			.executeWithoutResult((status) -> assertThatExceptionOfType(OutboxTransactionException.class)
				.isThrownBy(() -> this.fixture.outbox.cancel(id))
				.withMessageContaining("Outbox.cancel"));

		assertThat(this.fixture.events()).hasSize(1);
	}

	@Test
	void reschedulesUnderTheSameId() {
		EventId id = this.fixture.schedule(Duration.ofHours(1));
		Instant later = cluster.client().timestamp().instant().plus(Duration.ofHours(3)).truncatedTo(ChronoUnit.MILLIS);

		assertThat(this.fixture.outbox.reschedule(id, later)).isTrue();
		StoredEvent event = this.fixture.events().get(0);
		assertThat(this.fixture.events()).hasSize(1);
		assertThat(event.id()).isEqualTo(id);
		assertThat(event.key()).isEqualTo("ann");
		assertThat(event.due()).isEqualTo(later.toEpochMilli());
		assertThat(cluster.rows("event:").get(0).key().text()).contains(":" + "0".repeat(2) + later.toEpochMilli());
		assertThat(this.fixture.outbox.cancel(id)).isTrue();
		assertThat(this.fixture.events()).isEmpty();
		assertThat(cluster.rows("scheduled:")).isEmpty();
	}

	@Test
	void reschedulesAnEventOfItsOwnTransaction() {
		Instant later = cluster.client().timestamp().instant().plus(Duration.ofHours(3)).truncatedTo(ChronoUnit.MILLIS);
		EventId id = this.fixture.transactions.execute((status) -> {
			EventId published = this.fixture.schedule(Duration.ofHours(1));
			assertThat(this.fixture.outbox.reschedule(published, later)).isTrue();
			return published;
		});

		assertThat(this.fixture.events()).singleElement().satisfies((event) -> {
			assertThat(event.id()).isEqualTo(id);
			assertThat(event.due()).isEqualTo(later.toEpochMilli());
		});
	}

	@Test
	void takesBackWhatItRescheduledBefore() {
		EventId id = this.fixture.schedule(Duration.ofHours(1));
		Instant later = cluster.client().timestamp().instant().plus(Duration.ofHours(3));
		this.fixture.transactions.executeWithoutResult((status) -> {
			assertThat(this.fixture.outbox.reschedule(id, later)).isTrue();
			assertThat(this.fixture.outbox.reschedule(id, later.plusSeconds(1))).isTrue();
			assertThat(this.fixture.outbox.cancel(id)).isTrue();
		});

		assertThat(this.fixture.events()).isEmpty();
		assertThat(cluster.rows("scheduled:")).isEmpty();
	}

	@Test
	void doesNotRescheduleWhatIsDueOrGone() {
		EventId due = this.fixture.schedule(Duration.ofMinutes(1));
		cluster.pass(Duration.ofMinutes(1));
		EventId prompt = this.fixture.publish("bob");
		Instant later = cluster.client().timestamp().instant().plus(Duration.ofHours(3));

		assertThat(this.fixture.outbox.reschedule(due, later)).isFalse();
		assertThat(this.fixture.outbox.reschedule(prompt, later)).isFalse();
		assertThat(this.fixture.outbox.reschedule(EventId.parse("01980000-0000-7000-8000-000000000000"), later))
			.isFalse();
		assertThat(this.fixture.events()).hasSize(2);
	}

	@Test
	void refusesToRescheduleBeyondTheCalendar() {
		EventId id = this.fixture.schedule(Duration.ofHours(1));

		assertThatExceptionOfType(EventRefusedException.DueTimeOutOfRange.class)
			.isThrownBy(() -> this.fixture.outbox.reschedule(id, Instant.parse("+10000-01-01T00:00:00Z")));
		assertThat(this.fixture.outbox.cancel(id)).isTrue();
	}

}
