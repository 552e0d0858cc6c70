package io.tito.outbox;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.tito.log.EventId;
import io.tito.log.EventRefusedException;
import io.tito.log.StoredEvent;
import io.tito.testing.OtherStore;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class OutboxTransactionTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private OutboxFixture fixture;

	@BeforeEach
	void prepare() {
		this.fixture = new OutboxFixture(cluster);
	}

	@Test
	void publishesWithTheTransactionAround() {
		EventId id = this.fixture.transactions.execute((status) -> {
			EventId published = this.fixture.publish("ann");
			assertThat(this.fixture.events()).isEmpty();
			return published;
		});

		StoredEvent event = this.fixture.events().get(0);
		assertThat(event.id()).isEqualTo(id);
		assertThat(event.key()).isEqualTo("ann");
		assertThat(event.headers()).containsEntry("trace", "7");
		assertThat(event.payloadType()).isEqualTo(Reminder.class.getName());
		assertThat(new String(event.payload(), StandardCharsets.UTF_8)).isEqualTo("{\"order\":\"o-1\"}");
	}

	@Test
	void forgetsWhatARolledBackTransactionPublished() {
		this.fixture.transactions.executeWithoutResult((status) -> {
			this.fixture.publish("ann");
			status.setRollbackOnly();
		});

		assertThat(this.fixture.events()).isEmpty();
	}

	@Test
	void runsItsOwnTransactionIfThereIsNone() {
		EventId id = this.fixture.publish("ann");

		assertThat(this.fixture.events()).extracting(StoredEvent::id).containsExactly(id);
	}

	@Test
	void leavesTheTransactionUsableAfterARefusal() {
		this.fixture.transactions.executeWithoutResult((status) -> {
			assertThatExceptionOfType(EventRefusedException.KeyTooLong.class)
				.isThrownBy(() -> this.fixture.publish("x".repeat(513)));
			this.fixture.publish("ann");
		});

		assertThat(this.fixture.events()).hasSize(1);
	}

	@Test
	void refusesToPublishInsideAnotherStoresTransaction() {
		new TransactionTemplate(new OtherStore())
			.executeWithoutResult((status) -> assertThatExceptionOfType(OutboxTransactionException.class)
				.isThrownBy(() -> this.fixture.publish("ann"))
				.withMessageContaining("transaction of another store")
				.withMessageContaining("@TitoTransactional"));

		assertThat(this.fixture.events()).isEmpty();
	}

	@Test
	void joinsATitoTransactionInsideAnotherStoresTransaction() {
		new TransactionTemplate(new OtherStore()).executeWithoutResult(
				(other) -> this.fixture.transactions.executeWithoutResult((status) -> this.fixture.publish("ann")));

		assertThat(this.fixture.events()).hasSize(1);
	}

	@Test
	void refusesToPublishInAReadOnlyTransaction() {
		this.fixture.transactions.setReadOnly(true);
		this.fixture.transactions
			.executeWithoutResult((status) -> assertThatExceptionOfType(OutboxTransactionException.class)
				.isThrownBy(() -> this.fixture.publish("ann"))
				.withMessageContaining("read-only")
				.withMessageContaining("readOnly = true"));

		assertThat(this.fixture.events()).isEmpty();
	}

	@Test
	void refusesToPublishAfterCompletion() {
		List<Throwable> failures = new ArrayList<>();
		Consumer<String> attempt = (phase) -> {
			try {
				this.fixture.publish(phase);
			}
			catch (RuntimeException ex) {
				failures.add(ex);
			}
		};
		this.fixture.transactions.executeWithoutResult((status) -> {
			this.fixture.publish("before");
			TransactionSynchronizationManager.registerSynchronization(new After(attempt));
		});

		assertThat(failures).hasSize(2)
			.allSatisfy((failure) -> assertThat(failure).isInstanceOf(OutboxTransactionException.class)
				.hasMessageContaining("completion")
				.hasMessageContaining("REQUIRES_NEW"));
		assertThat(this.fixture.events()).extracting(StoredEvent::key).containsExactly("before");
	}

	@Test
	void publishesAfterCompletionInATransactionOfItsOwn() {
		this.fixture.transactions.executeWithoutResult((status) -> {
			this.fixture.publish("before");
			TransactionSynchronizationManager
				.registerSynchronization(new After((phase) -> this.fixture.newTransactions()
					.executeWithoutResult((inner) -> this.fixture.publish(phase))));
		});

		assertThat(this.fixture.events()).extracting(StoredEvent::key)
			.containsExactlyInAnyOrder("before", "afterCommit", "afterCompletion");
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

}
