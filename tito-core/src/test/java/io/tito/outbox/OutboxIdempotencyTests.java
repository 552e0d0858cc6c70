package io.tito.outbox;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.tito.embedded.fault.FaultAction;
import io.tito.log.EventId;
import io.tito.log.EventRefusedException;
import io.tito.log.StoredEvent;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;

import org.springframework.dao.ConcurrencyFailureException;

import static io.tito.outbox.OutboxFixture.reminder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class OutboxIdempotencyTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private OutboxFixture fixture;

	@BeforeEach
	void prepare() {
		this.fixture = new OutboxFixture(cluster);
	}

	@Test
	void publishesOnceUnderAnIdempotencyKey() {
		EventId first = this.fixture.outbox.publish(reminder("ann").once("request-7"));

		assertThat(this.fixture.outbox.publish(reminder("bob").once("request-7"))).isEqualTo(first);
		EventId other = this.fixture.outbox.publish(OutboundEvent.of("invoice", new Reminder("o-1")).once("request-7"));
		assertThat(other).isNotEqualTo(first);
		assertThat(this.fixture.events()).extracting(StoredEvent::key)
			.containsExactlyInAnyOrder("ann", other.toString());
	}

	@Test
	void publishesOnceWithinOneTransaction() {
		List<EventId> ids = this.fixture.transactions.execute((status) -> {
			EventId first = this.fixture.outbox.publish(reminder("ann").once("a"));
			List<EventId> more = this.fixture.outbox
				.publishAll(List.of(reminder("ann").once("a"), reminder("bob").once("b"), reminder("bob").once("b")));
			assertThat(more.get(0)).isEqualTo(first);
			assertThat(more.get(2)).isEqualTo(more.get(1));
			return more;
		});

		assertThat(this.fixture.events()).extracting(StoredEvent::id).containsExactlyInAnyOrder(ids.get(0), ids.get(1));
	}

	@Test
	void forgetsAnIdempotencyKeyOfARolledBackTransaction() {
		this.fixture.transactions.executeWithoutResult((status) -> {
			this.fixture.outbox.publish(reminder("ann").once("a"));
			status.setRollbackOnly();
		});
		EventId id = this.fixture.outbox.publish(reminder("ann").once("a"));

		assertThat(this.fixture.events()).extracting(StoredEvent::id).containsExactly(id);
	}

	@Test
	void givesTheFirstIdIfAnotherPublishesTheSameMeanwhile() throws Exception {
		FaultAction.Hold hold = FaultAction.holdBefore();
		cluster.faults().onNext("KvPrewrite", (message) -> ((PrewriteRequest) message).getMutationsCount() == 2, hold);
		CompletableFuture<EventId> slower = new CompletableFuture<>();
		Thread thread = new Thread(() -> slower.complete(this.fixture.outbox.publish(reminder("ann").once("a"))));
		thread.start();
		hold.awaitArrival(Duration.ofSeconds(10));
		EventId first = this.fixture.outbox.publish(reminder("ann").once("a"));
		hold.release();

		assertThat(slower.get(20, TimeUnit.SECONDS)).isEqualTo(first);
		assertThat(this.fixture.events()).extracting(StoredEvent::id).containsExactly(first);
	}

	@Test
	void failsTheTransactionAroundIfAnotherPublishesTheSameMeanwhile() {
		assertThatExceptionOfType(ConcurrencyFailureException.class)
			.isThrownBy(() -> this.fixture.transactions.executeWithoutResult((status) -> {
				this.fixture.outbox.publish(reminder("ann").once("a"));
				this.fixture.newTransactions()
					.executeWithoutResult((inner) -> this.fixture.outbox.publish(reminder("bob").once("a")));
			}));

		assertThat(this.fixture.events()).extracting(StoredEvent::key).containsExactly("bob");
	}

	@Test
	void refusesAnUnfitIdempotencyKey() {
		for (String unfit : List.of("", "x".repeat(513))) {
			assertThatExceptionOfType(EventRefusedException.UnfitIdempotencyKey.class)
				.isThrownBy(() -> this.fixture.outbox.publish(reminder("ann").once(unfit)))
				.withMessageContaining("idempotency key")
				.withMessageContaining("1 to 512");
		}

		assertThat(cluster.rows("event:")).isEmpty();
	}

}
