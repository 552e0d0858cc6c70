package io.tito.outbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
import io.tito.log.EventWriter;
import io.tito.log.LogKeys;
import io.tito.log.LogListener;
import io.tito.log.StoredEvent;
import io.tito.log.TypeSettings;
import io.tito.testing.TestCluster;
import io.tito.transaction.TitoTransactionManager;
import io.tito.transaction.TransactionAbortedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;

import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

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
