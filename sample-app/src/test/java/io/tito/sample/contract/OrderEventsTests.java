package io.tito.sample.contract;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.tito.sample.client.SampleClient.Answer;
import io.tito.sample.order.Order;
import io.tito.test.AutoConfigureTito;
import io.tito.test.event.PublishedEvents;
import io.tito.test.listener.TestListeners;
import io.tito.test.store.EmptyStore;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What orders publish, and what follows when the test lets the listeners run.
 */
@AutoConfigureTito
@EmptyStore
class OrderEventsTests extends ContractTests {

	private static final long UNLUCKY = 13;

	@Test
	void onlyANewOrderPublishesAnEvent(PublishedEvents events) throws IOException {
		Answer created = this.sample.order("ann", "R-1", 100);
		this.sample.put("/orders/" + created.text("id"), created.json().toString());
		this.sample.delete("/orders/" + created.text("id"));
		assertThat(events.ofType("order").withKey("ann").count()).isEqualTo(1);
		assertThat(events).withPayload(Order.class, (order) -> order.reference().equals("R-1")).hasCount(1);
	}

	@Test
	void anOrderThatIsRefusedPublishesNothing(PublishedEvents events) throws IOException {
		this.sample.order("ann", "R-1", 100);
		assertThat(this.sample.order("bob", "R-1", 5).status()).isEqualTo(409);
		assertThat(events).ofType("order").hasCount(1);
	}

	@Test
	void ordersAreShippedInTheirOrder(TestListeners listeners) throws IOException {
		List<String> orders = IntStream.range(0, 30).mapToObj((i) -> place("ann", "R-" + i, 1)).toList();
		assertThat(shipped("ann")).isEmpty();
		listeners.drain().assertNothingWaits();
		assertThat(shipped("ann")).isEqualTo(orders);
	}

	@Test
	void anUnluckyOrderIsTriedThreeTimesAndGivenUp(TestListeners listeners) throws IOException {
		String first = place("ann", "R-1", 1);
		place("ann", "R-2", UNLUCKY);
		String later = place("ann", "R-3", 1);
		assertThat(listeners.drain().waiting()).singleElement().satisfies((lane) -> {
			assertThat(lane.key()).isEqualTo("ann");
			assertThat(lane.error()).contains("Nobody ships an order of 13");
		});
		assertThat(shipped("ann")).containsExactly(first);
		listeners.drain(Duration.ofSeconds(5)).assertNothingWaits();
		assertThat(shipped("ann")).containsExactly(first, later);
		assertThat(this.sample.get("/stats").number("deadLetters")).isEqualTo(1);
	}

	private String place(String customer, String reference, long amount) {
		try {
			return this.sample.order(customer, reference, amount).text("id");
		}
		catch (IOException ex) {
			throw new IllegalStateException("The order %s was not answered".formatted(reference), ex);
		}
	}

	private List<String> shipped(String customer) throws IOException {
		return this.sample.get("/shipments?customer=" + customer).json().findValuesAsString("orderId");
	}

}
