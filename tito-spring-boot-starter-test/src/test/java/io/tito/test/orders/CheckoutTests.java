package io.tito.test.orders;

import java.time.Duration;
import java.time.Instant;

import io.tito.embedded.fault.FaultAction;
import io.tito.embedded.fault.Faults;
import io.tito.log.DeadLetter;
import io.tito.log.EventId;
import io.tito.log.EventLogOperations;
import io.tito.outbox.Outbox;
import io.tito.test.AutoConfigureTito;
import io.tito.test.event.PublishedEvents;
import io.tito.test.listener.Drained;
import io.tito.test.listener.TestListeners;
import io.tito.test.store.EmptyStore;
import io.tito.test.store.OracleClock;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@SpringBootTest
@AutoConfigureTito
@EmptyStore
class CheckoutTests {

	@Autowired
	private Checkout checkout;

	@Autowired
	private Shipments shipments;

	@Autowired
	private Warehouse warehouse;

	@Test
	void publishesAnEventForAnOrder(PublishedEvents events) {
		Order order = this.checkout.place("ann", 100);
		assertThat(events.ofType("order").withKey("ann").count()).isEqualTo(1);
		assertThat(events).ofType("order").containsExactlyPayloads(order);
		assertThat(events.withPayload(Order.class, (placed) -> placed.amount() > 100).none()).isTrue();
	}

	@Test
	void publishesNothingForAnOrderThatIsRefused(PublishedEvents events) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.checkout.place("ann", -1));
		assertThat(events).isEmpty();
	}

	@Test
	void shipsAnOrder(TestListeners listeners, PublishedEvents events) {
		Order order = this.checkout.place("ann", 100);
		assertThat(this.shipments.count()).isZero();
		listeners.drain().assertNothingWaits();
		assertThat(this.shipments.findById(order.id())).isPresent();
		assertThat(events).ofType("shipped").containsExactlyPayloads(new Shipped(order.id()));
	}

	@Test
	void remindsAfterAnHour(TestListeners listeners, OracleClock clock, PublishedEvents events) {
		Order order = this.checkout.place("ann", 100);
		this.checkout.remind(order, Duration.ofHours(1));
		assertThat(events.ofType("reminder").scheduled().single().due()).isAfter(clock.now());
		listeners.drain();
		assertThat(this.warehouse.reminded()).doesNotContain(order.id());
		clock.advance(Duration.ofHours(1));
		listeners.drain();
		assertThat(this.warehouse.reminded()).contains(order.id());
	}

	@Test
	void doesNotRemindOfWhatWasCancelled(TestListeners listeners, PublishedEvents events, @Autowired Outbox outbox) {
		Order order = this.checkout.place("ann", 100);
		EventId reminder = this.checkout.remind(order, Duration.ofHours(1));
		assertThat(outbox.cancel(reminder)).isTrue();
		assertThat(events).ofType("reminder").isEmpty();
		listeners.drain(Duration.ofHours(2));
		assertThat(this.warehouse.reminded()).doesNotContain(order.id());
	}

	@Test
	void triesAnUnluckyOrderAgainAndGivesItUp(TestListeners listeners, @Autowired EventLogOperations log) {
		this.checkout.place("ann", Warehouse.UNLUCKY);
		Drained drained = listeners.drain();
		assertThat(drained.waiting()).singleElement().satisfies((lane) -> {
			assertThat(lane.key()).isEqualTo("ann");
			assertThat(lane.attempts()).isEqualTo(1);
			assertThat(lane.error()).contains("Nobody ships an order of 13");
		});
		assertThatExceptionOfType(AssertionError.class).isThrownBy(drained::assertNothingWaits)
			.withMessageContaining("order/shipping/")
			.withMessageContaining("Nobody ships an order of 13");
		listeners.drain(Duration.ofMinutes(30)).assertNothingWaits();
		assertThat(log.deadLetters("order", "shipping", 10)).extracting(DeadLetter::attempts).containsExactly(10);
	}

	@Test
	void shipsOnceAlthoughTheAnswerOfACommitIsLost(TestListeners listeners, Faults faults, PublishedEvents events) {
		this.checkout.place("ann", 100);
		faults.onNext("KvPrewrite", FaultAction.dropAfter());
		listeners.drain().assertNothingWaits();
		assertThat(this.shipments.count()).isEqualTo(1);
		assertThat(events).ofType("shipped").hasCount(1);
	}

	@Test
	void setsTheTimeOfTheOracle(OracleClock clock) {
		Instant tomorrow = clock.now().plus(Duration.ofDays(1));
		clock.set(tomorrow);
		assertThat(clock.now()).isAfterOrEqualTo(tomorrow);
		assertThatIllegalArgumentException().isThrownBy(() -> clock.set(tomorrow.minusSeconds(1)))
			.withMessageContaining("never goes back");
	}

}
