package io.tito.test.event;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.tito.log.EventId;
import io.tito.outbox.OutboundEvent;
import io.tito.outbox.Outbox;
import io.tito.test.AutoConfigureTito;
import io.tito.test.listener.TestListeners;
import io.tito.test.orders.Checkout;
import io.tito.test.orders.Order;
import io.tito.test.orders.OrdersApplication;
import io.tito.test.orders.Shipped;
import io.tito.test.store.OracleClock;
import io.tito.transaction.TitoTransactionManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@SpringBootTest(classes = OrdersApplication.class)
@AutoConfigureTito
class PublishedEventsTests {

	@Autowired
	private Outbox outbox;

	@Autowired
	private Checkout checkout;

	@Autowired
	private PublishedEvents events;

	@Autowired
	private TitoTransactionManager transactions;

	private int before;

	@BeforeEach
	void publishBefore() {
		this.before++;
		this.outbox.publish(OutboundEvent.of("before", "some text"));
	}

	@RepeatedTest(3)
	void areThoseOfThisTestAndOfWhatRunsBeforeIt() {
		this.outbox.publish(OutboundEvent.of("free", "text"));
		assertThat(this.events.count()).isEqualTo(2);
		assertThat(this.events.ofType("before").count()).isEqualTo(this.before);
		assertThat(this.events.payloads(String.class)).containsExactly("some text", "text");
	}

	@Test
	void areThoseOfAllThreadsInTheOrderInWhichTheyWerePublished() {
		IntStream.range(0, 20)
			.forEach((i) -> CompletableFuture
				.runAsync(() -> this.outbox.publish(OutboundEvent.of("free", "key-" + i, i)))
				.join());
		assertThat(this.events.ofType("free").payloads(Integer.class))
			.containsExactlyElementsOf(IntStream.range(0, 20).boxed().toList());
	}

	@Test
	void areInTheOrderOfPublicationWhateverTheirDueTime(OracleClock clock) {
		Instant later = clock.now().plus(Duration.ofHours(1));
		this.outbox.publish(OutboundEvent.of("free", "first").at(later));
		this.outbox.publish(OutboundEvent.of("free", "second"));
		assertThat(this.events.ofType("free").payloads(String.class)).containsExactly("first", "second");
		assertThat(this.events.scheduled().single().due()).isEqualTo(later);
		clock.advance(Duration.ofDays(1));
		assertThat(this.events.ofType("free").count()).isEqualTo(2);
	}

	@Test
	void includeThoseOfListeners(TestListeners listeners) {
		Order order = this.checkout.place("ann", 100);
		assertThat(this.events.ofType("shipped").none()).isTrue();
		listeners.drain();
		assertThat(this.events).ofType("shipped").containsExactlyPayloads(new Shipped(order.id()));
	}

	@Test
	void areThoseOfTheTransactionOfTheThreadUntilItIsRolledBack() {
		new TransactionTemplate(this.transactions).executeWithoutResult((status) -> {
			this.outbox.publish(OutboundEvent.of("free", "text"));
			assertThat(this.events.ofType("free").single().isCommitted()).isFalse();
			assertThat(CompletableFuture.supplyAsync(() -> this.events.ofType("free").count()).join()).isZero();
			status.setRollbackOnly();
		});
		assertThat(this.events).ofType("free").isEmpty();
	}

	@Test
	void showAnEventThatIsRescheduledOnce(OracleClock clock) {
		Instant later = clock.now().plus(Duration.ofHours(1));
		EventId id = this.outbox.publish(OutboundEvent.of("free", "text").at(later));
		new TransactionTemplate(this.transactions).executeWithoutResult((status) -> {
			this.outbox.reschedule(id, later.plusSeconds(1));
			assertThat(this.events.ofType("free").single().due()).isEqualTo(later.plusSeconds(1));
		});
		assertThat(this.events.ofType("free").single().due()).isEqualTo(later.plusSeconds(1));
		this.outbox.cancel(id);
		assertThat(this.events).ofType("free").isEmpty();
	}

	@Test
	void areFoundByWhatTheyHold() {
		this.outbox.publish(OutboundEvent.of("free", "ann", "text").header("source", "web"));
		this.outbox.publish(OutboundEvent.of("free", "bob", new byte[] { 1, 2 }).payloadType("two-bytes"));
		assertThat(this.events.withHeader("source", "web").single().key()).isEqualTo("ann");
		assertThat(this.events.withHeader("source", "mail").none()).isTrue();
		PublishedEvent bytes = this.events.withKey("bob").single();
		assertThat(bytes.payload(byte[].class)).containsExactly(1, 2);
		assertThat(bytes.payloadType()).isEqualTo("two-bytes");
		assertThat(this.events.withPayload(CharSequence.class, "text"::contentEquals).count()).isEqualTo(1);
		assertThat(this.events.matching((event) -> event.partition() == bytes.partition()).list())
			.anyMatch((event) -> event.id().equals(bytes.id()));
	}

	@Test
	void sayWhatWasPublishedInstead() {
		this.outbox.publish(OutboundEvent.of("free", "ann", "text"));
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(this.events).ofType("free").withKey("bob").hasCount(1))
			.withMessageContaining("Expected 1 events of type 'free' with key 'bob', but there are 0")
			.withMessageContaining("free of key 'ann': java.lang.String \"text\"");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(this.events).ofType("free").isEmpty());
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(this.events).ofType("none").isNotEmpty());
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(this.events).ofType("free").containsExactlyPayloads("other"))
			.withMessageContaining("payloads of events of type 'free'");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.events.ofType("none").single());
	}

}
