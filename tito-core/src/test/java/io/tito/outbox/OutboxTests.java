package io.tito.outbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.tito.codec.jackson.JacksonValueCodec;
import io.tito.embedded.fault.FaultAction;
import io.tito.log.EventCodec;
import io.tito.log.EventId;
import io.tito.log.EventRefusedException;
import io.tito.log.EventTypes;
import io.tito.log.LogKeys;
import io.tito.log.LogListener;
import io.tito.log.StoredEvent;
import io.tito.log.TypeSettings;
import io.tito.log.write.EventWriter;
import io.tito.testing.TestCluster;
import io.tito.transaction.TitoTransactionManager;
import io.tito.transaction.TransactionAbortedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class OutboxTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private TitoTransactionManager manager;

	private TransactionTemplate transactions;

	private Outbox outbox;

	@BeforeEach
	void prepare() {
		LogKeys keys = new LogKeys(cluster.namespace());
		EventTypes types = new EventTypes(cluster.client(), keys, (type) -> TypeSettings.DEFAULTS);
		types.settings("order");
		EventWriter writer = new EventWriter(cluster.client(), types, keys, (type, partition) -> {
		}, LogListener.NONE);
		this.manager = new TitoTransactionManager(cluster.client());
		this.transactions = new TransactionTemplate(this.manager);
		this.outbox = new TransactionalOutbox(this.manager, writer,
				new JacksonValueCodec(JacksonValueCodec.mapperBuilder().build()));
	}

	@Test
	void publishesWithTheTransactionAround() {
		EventId id = this.transactions.execute((status) -> {
			EventId published = publish("ann");
			assertThat(events()).isEmpty();
			return published;
		});

		StoredEvent event = events().get(0);
		assertThat(event.id()).isEqualTo(id);
		assertThat(event.key()).isEqualTo("ann");
		assertThat(event.headers()).containsEntry("trace", "7");
		assertThat(event.payloadType()).isEqualTo(Reminder.class.getName());
		assertThat(new String(event.payload(), StandardCharsets.UTF_8)).isEqualTo("{\"order\":\"o-1\"}");
	}

	@Test
	void forgetsWhatARolledBackTransactionPublished() {
		this.transactions.executeWithoutResult((status) -> {
			publish("ann");
			status.setRollbackOnly();
		});

		assertThat(events()).isEmpty();
	}

	@Test
	void runsItsOwnTransactionIfThereIsNone() {
		EventId id = publish("ann");

		assertThat(events()).extracting(StoredEvent::id).containsExactly(id);
	}

	@Test
	void storesBytesAsTheyAre() {
		this.outbox.publish(OutboundEvent.of("order", new byte[] { 1, 2, 3 }));

		assertThat(events().get(0).payload()).containsExactly(1, 2, 3);
	}

	@Test
	void leavesTheTransactionUsableAfterARefusal() {
		this.transactions.executeWithoutResult((status) -> {
			assertThatExceptionOfType(EventRefusedException.KeyTooLong.class)
				.isThrownBy(() -> publish("x".repeat(513)));
			publish("ann");
		});

		assertThat(events()).hasSize(1);
	}

	@Test
	void refusesToPublishInsideAnotherStoresTransaction() {
		new TransactionTemplate(new OtherStore()).executeWithoutResult(
				(status) -> assertThatExceptionOfType(OutboxTransactionException.class).isThrownBy(() -> publish("ann"))
					.withMessageContaining("transaction of another store")
					.withMessageContaining("@TitoTransactional"));

		assertThat(events()).isEmpty();
	}

	@Test
	void joinsATitoTransactionInsideAnotherStoresTransaction() {
		new TransactionTemplate(new OtherStore())
			.executeWithoutResult((other) -> this.transactions.executeWithoutResult((status) -> publish("ann")));

		assertThat(events()).hasSize(1);
	}

	@Test
	void refusesToPublishInAReadOnlyTransaction() {
		this.transactions.setReadOnly(true);
		this.transactions.executeWithoutResult(
				(status) -> assertThatExceptionOfType(OutboxTransactionException.class).isThrownBy(() -> publish("ann"))
					.withMessageContaining("read-only")
					.withMessageContaining("readOnly = true"));

		assertThat(events()).isEmpty();
	}

	@Test
	void refusesToPublishAfterCompletion() {
		List<Throwable> failures = new ArrayList<>();
		Consumer<String> attempt = (phase) -> {
			try {
				publish(phase);
			}
			catch (RuntimeException ex) {
				failures.add(ex);
			}
		};
		this.transactions.executeWithoutResult((status) -> {
			publish("before");
			TransactionSynchronizationManager.registerSynchronization(new After(attempt));
		});

		assertThat(failures).hasSize(2)
			.allSatisfy((failure) -> assertThat(failure).isInstanceOf(OutboxTransactionException.class)
				.hasMessageContaining("completion")
				.hasMessageContaining("REQUIRES_NEW"));
		assertThat(events()).extracting(StoredEvent::key).containsExactly("before");
	}

	@Test
	void publishesAfterCompletionInATransactionOfItsOwn() {
		TransactionTemplate fresh = new TransactionTemplate(this.manager);
		fresh.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.transactions.executeWithoutResult((status) -> {
			publish("before");
			TransactionSynchronizationManager
				.registerSynchronization(new After((phase) -> fresh.executeWithoutResult((inner) -> publish(phase))));
		});

		assertThat(events()).extracting(StoredEvent::key)
			.containsExactlyInAnyOrder("before", "afterCommit", "afterCompletion");
	}

	@Test
	void cancelsWhatIsNotYetDue() {
		EventId id = schedule(Duration.ofHours(1));

		assertThat(this.outbox.cancel(id)).isTrue();
		assertThat(this.outbox.cancel(id)).isFalse();
		assertThat(events()).isEmpty();
	}

	@Test
	void keepsACancelledEventIfTheTransactionRollsBack() {
		EventId id = schedule(Duration.ofHours(1));
		this.transactions.executeWithoutResult((status) -> {
			assertThat(this.outbox.cancel(id)).isTrue();
			status.setRollbackOnly();
		});

		assertThat(events()).extracting(StoredEvent::id).containsExactly(id);
	}

	@Test
	void answersFalseIfTheEventBecomesDueWhileItIsCancelled() throws Exception {
		EventId id = schedule(Duration.ofMinutes(10));
		FaultAction.Hold hold = FaultAction.holdBefore();
		cluster.faults().onNext("KvPrewrite", (message) -> ((PrewriteRequest) message).getMutationsCount() == 2, hold);
		CompletableFuture<Boolean> cancelled = CompletableFuture.supplyAsync(() -> this.outbox.cancel(id));
		hold.awaitArrival(Duration.ofSeconds(10));
		cluster.pass(Duration.ofMinutes(10));
		hold.release();

		assertThat(cancelled.get(20, TimeUnit.SECONDS)).isFalse();
		assertThat(events()).extracting(StoredEvent::id).containsExactly(id);
	}

	@Test
	void failsTheTransactionAroundIfTheEventBecomesDueBeforeItsCommit() {
		EventId id = schedule(Duration.ofMinutes(10));

		assertThatExceptionOfType(TransactionAbortedException.class)
			.isThrownBy(() -> this.transactions.executeWithoutResult((status) -> {
				assertThat(this.outbox.cancel(id)).isTrue();
				cluster.pass(Duration.ofMinutes(10));
			}));
		assertThat(events()).extracting(StoredEvent::id).containsExactly(id);
	}

	@Test
	void refusesToCancelWhereItRefusesToPublish() {
		EventId id = schedule(Duration.ofHours(1));
		this.transactions.setReadOnly(true);
		this.transactions.executeWithoutResult((status) -> assertThatExceptionOfType(OutboxTransactionException.class)
			.isThrownBy(() -> this.outbox.cancel(id))
			.withMessageContaining("Outbox.cancel"));
		new TransactionTemplate(new OtherStore())
			.executeWithoutResult((status) -> assertThatExceptionOfType(OutboxTransactionException.class)
				.isThrownBy(() -> this.outbox.cancel(id))
				.withMessageContaining("Outbox.cancel"));

		assertThat(events()).hasSize(1);
	}

	@Test
	void publishesAllInTheirOrder() {
		List<EventId> ids = this.outbox.publishAll(List.of(reminder("ann"), reminder("ann"), reminder("ann")));

		assertThat(events()).extracting(StoredEvent::id).containsExactlyElementsOf(ids);
	}

	@Test
	void publishesNoneOfAllIfOneIsRefused() {
		this.transactions.executeWithoutResult((status) -> {
			assertThatExceptionOfType(EventRefusedException.KeyTooLong.class)
				.isThrownBy(() -> this.outbox.publishAll(List.of(reminder("ann"), reminder("x".repeat(513)))));
			publish("bob");
		});

		assertThat(events()).extracting(StoredEvent::key).containsExactly("bob");
	}

	@Test
	void publishesNoneOfTooMany() {
		this.transactions.executeWithoutResult((status) -> {
			publish("bob");
			assertThatExceptionOfType(EventRefusedException.TooManyEvents.class)
				.isThrownBy(() -> this.outbox.publishAll(Collections.nCopies(10_000, reminder("ann"))))
				.withMessageContaining("10000");
		});

		assertThat(events()).extracting(StoredEvent::key).containsExactly("bob");
	}

	@Test
	void publishesOnceUnderAnIdempotencyKey() {
		EventId first = this.outbox.publish(reminder("ann").once("request-7"));

		assertThat(this.outbox.publish(reminder("bob").once("request-7"))).isEqualTo(first);
		EventId other = this.outbox.publish(OutboundEvent.of("invoice", new Reminder("o-1")).once("request-7"));
		assertThat(other).isNotEqualTo(first);
		assertThat(events()).extracting(StoredEvent::key).containsExactlyInAnyOrder("ann", other.toString());
	}

	@Test
	void publishesOnceWithinOneTransaction() {
		List<EventId> ids = this.transactions.execute((status) -> {
			EventId first = this.outbox.publish(reminder("ann").once("a"));
			List<EventId> more = this.outbox
				.publishAll(List.of(reminder("ann").once("a"), reminder("bob").once("b"), reminder("bob").once("b")));
			assertThat(more.get(0)).isEqualTo(first);
			assertThat(more.get(2)).isEqualTo(more.get(1));
			return more;
		});

		assertThat(events()).extracting(StoredEvent::id).containsExactlyInAnyOrder(ids.get(0), ids.get(1));
	}

	@Test
	void forgetsAnIdempotencyKeyOfARolledBackTransaction() {
		this.transactions.executeWithoutResult((status) -> {
			this.outbox.publish(reminder("ann").once("a"));
			status.setRollbackOnly();
		});
		EventId id = this.outbox.publish(reminder("ann").once("a"));

		assertThat(events()).extracting(StoredEvent::id).containsExactly(id);
	}

	@Test
	void givesTheFirstIdIfAnotherPublishesTheSameMeanwhile() throws Exception {
		FaultAction.Hold hold = FaultAction.holdBefore();
		cluster.faults().onNext("KvPrewrite", (message) -> ((PrewriteRequest) message).getMutationsCount() == 2, hold);
		CompletableFuture<EventId> slower = new CompletableFuture<>();
		Thread thread = new Thread(() -> slower.complete(this.outbox.publish(reminder("ann").once("a"))));
		thread.start();
		hold.awaitArrival(Duration.ofSeconds(10));
		EventId first = this.outbox.publish(reminder("ann").once("a"));
		hold.release();

		assertThat(slower.get(20, TimeUnit.SECONDS)).isEqualTo(first);
		assertThat(events()).extracting(StoredEvent::id).containsExactly(first);
	}

	@Test
	void failsTheTransactionAroundIfAnotherPublishesTheSameMeanwhile() {
		assertThatExceptionOfType(ConcurrencyFailureException.class)
			.isThrownBy(() -> this.transactions.executeWithoutResult((status) -> {
				this.outbox.publish(reminder("ann").once("a"));
				TransactionTemplate fresh = new TransactionTemplate(this.manager);
				fresh.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
				fresh.executeWithoutResult((inner) -> this.outbox.publish(reminder("bob").once("a")));
			}));

		assertThat(events()).extracting(StoredEvent::key).containsExactly("bob");
	}

	@Test
	void refusesAnUnfitIdempotencyKey() {
		for (String unfit : List.of("", "x".repeat(513))) {
			assertThatExceptionOfType(EventRefusedException.UnfitIdempotencyKey.class)
				.isThrownBy(() -> this.outbox.publish(reminder("ann").once(unfit)))
				.withMessageContaining("idempotency key")
				.withMessageContaining("1 to 512");
		}

		assertThat(cluster.rows("event:")).isEmpty();
	}

	@Test
	void publishesToAnExplicitPartition() {
		this.outbox.publish(reminder("ann").toPartition(15));

		assertThat(cluster.rows("event:order:0015:")).hasSize(1);
	}

	@Test
	void refusesAPartitionThatDoesNotExist() {
		for (int partition : new int[] { -1, 16 }) {
			assertThatExceptionOfType(EventRefusedException.NoSuchPartition.class)
				.isThrownBy(() -> this.outbox.publish(reminder("ann").toPartition(partition)))
				.withMessageContaining("names the partition " + partition)
				.withMessageContaining("0 to 15");
		}

		assertThat(events()).isEmpty();
	}

	@Test
	void storesBytesUnderTheirPayloadType() {
		this.outbox.publish(OutboundEvent.of("order", "ann", new byte[] { 1, 2, 3 }).payloadType("proto/Order"));

		assertThat(events().get(0).payload()).containsExactly(1, 2, 3);
		assertThat(events().get(0).payloadType()).isEqualTo("proto/Order");
	}

	@Test
	void reschedulesUnderTheSameId() {
		EventId id = schedule(Duration.ofHours(1));
		Instant later = cluster.client().timestamp().instant().plus(Duration.ofHours(3)).truncatedTo(ChronoUnit.MILLIS);

		assertThat(this.outbox.reschedule(id, later)).isTrue();
		StoredEvent event = events().get(0);
		assertThat(events()).hasSize(1);
		assertThat(event.id()).isEqualTo(id);
		assertThat(event.key()).isEqualTo("ann");
		assertThat(event.due()).isEqualTo(later.toEpochMilli());
		assertThat(cluster.rows("event:").get(0).key().text()).contains(":" + "0".repeat(2) + later.toEpochMilli());
		assertThat(this.outbox.cancel(id)).isTrue();
		assertThat(events()).isEmpty();
		assertThat(cluster.rows("scheduled:")).isEmpty();
	}

	@Test
	void reschedulesAnEventOfItsOwnTransaction() {
		Instant later = cluster.client().timestamp().instant().plus(Duration.ofHours(3)).truncatedTo(ChronoUnit.MILLIS);
		EventId id = this.transactions.execute((status) -> {
			EventId published = schedule(Duration.ofHours(1));
			assertThat(this.outbox.reschedule(published, later)).isTrue();
			return published;
		});

		assertThat(events()).singleElement().satisfies((event) -> {
			assertThat(event.id()).isEqualTo(id);
			assertThat(event.due()).isEqualTo(later.toEpochMilli());
		});
	}

	@Test
	void takesBackWhatItRescheduledBefore() {
		EventId id = schedule(Duration.ofHours(1));
		Instant later = cluster.client().timestamp().instant().plus(Duration.ofHours(3));
		this.transactions.executeWithoutResult((status) -> {
			assertThat(this.outbox.reschedule(id, later)).isTrue();
			assertThat(this.outbox.reschedule(id, later.plusSeconds(1))).isTrue();
			assertThat(this.outbox.cancel(id)).isTrue();
		});

		assertThat(events()).isEmpty();
		assertThat(cluster.rows("scheduled:")).isEmpty();
	}

	@Test
	void doesNotRescheduleWhatIsDueOrGone() {
		EventId due = schedule(Duration.ofMinutes(1));
		cluster.pass(Duration.ofMinutes(1));
		EventId prompt = publish("bob");
		Instant later = cluster.client().timestamp().instant().plus(Duration.ofHours(3));

		assertThat(this.outbox.reschedule(due, later)).isFalse();
		assertThat(this.outbox.reschedule(prompt, later)).isFalse();
		assertThat(this.outbox.reschedule(EventId.parse("01980000-0000-7000-8000-000000000000"), later)).isFalse();
		assertThat(events()).hasSize(2);
	}

	@Test
	void refusesToRescheduleBeyondTheCalendar() {
		EventId id = schedule(Duration.ofHours(1));

		assertThatExceptionOfType(EventRefusedException.DueTimeOutOfRange.class)
			.isThrownBy(() -> this.outbox.reschedule(id, Instant.parse("+10000-01-01T00:00:00Z")));
		assertThat(this.outbox.cancel(id)).isTrue();
	}

	private static OutboundEvent reminder(String key) {
		return OutboundEvent.of("order", key, new Reminder("o-1"));
	}

	private EventId publish(String key) {
		return this.outbox.publish(OutboundEvent.of("order", key, new Reminder("o-1")).header("trace", "7"));
	}

	private EventId schedule(Duration in) {
		Instant due = cluster.client().timestamp().instant().plus(in);
		return this.outbox.publish(OutboundEvent.of("order", "ann", new Reminder("o-1")).at(due));
	}

	private static List<StoredEvent> events() {
		return cluster.rows("event:").stream().map((row) -> EventCodec.decode(row.value())).toList();
	}

	record Reminder(String order) {

	}

	private record After(Consumer<String> attempt) implements TransactionSynchronization {

		@Override
		public void afterCommit() {
			this.attempt.accept("afterCommit");
		}

		@Override
		public void afterCompletion(int status) {
			this.attempt.accept("afterCompletion");
		}

	}

	/**
	 * The transaction manager of a store that is not TiKV.
	 */
	private static final class OtherStore extends AbstractPlatformTransactionManager {

		private static final long serialVersionUID = 1L;

		@Override
		protected Object doGetTransaction() {
			return new Object();
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
		}

	}

}
