package io.tito.sample.contract;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.tito.sample.client.SampleClient.Answer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ShippingTests extends ContractTests {

	private static final long UNLUCKY = 13;

	private final String customer = unique("ann");

	@Test
	void shipsAnOrder() throws IOException {
		String order = this.sample.order(this.customer, unique("R"), 1).text("id");
		await().until(() -> shipped().size() == 1);
		Answer shipments = this.sample.get("/shipments?order=" + order);
		assertThat(shipments.json().get("items")).hasSize(1);
		assertThat(shipments.json().get("items").get(0).propertyNames()).containsExactly("id", "orderId", "customer",
				"number");
		assertThat(shipments.json()).isEqualTo(this.sample.get("/shipments?customer=" + this.customer).json());
	}

	@Test
	void showsWhatIsShippedWhenAsked() throws IOException {
		String reference = unique("R");
		this.sample.order(this.customer, reference, 1);
		await().until(() -> shipped().size() == 1);
		Answer shipments = this.sample.get("/shipments?withOrder=true&customer=" + this.customer);
		assertThat(shipments.json().get("items").findValuesAsString("reference")).containsExactly(reference);
	}

	@Test
	void numbersTheShipmentsInTheOrderOfTheOrders() throws IOException {
		List<String> orders = new ArrayList<>();
		for (int i = 0; i < 30; i++) {
			orders.add(this.sample.order(this.customer, unique("R"), 1).text("id"));
		}
		await().until(() -> shipped().size() == 30);
		assertThat(shipped()).isEqualTo(orders);
		List<String> numbers = this.sample.get("/shipments?customer=" + this.customer)
			.json()
			.findValuesAsString("number");
		assertThat(numbers).first().isEqualTo("1");
		assertThat(numbers).last().isEqualTo("30");
	}

	@Test
	void doesNotShipAnOrderAgainThatChangesOrGoes() throws IOException {
		Answer created = this.sample.order(this.customer, unique("R"), 1);
		this.sample.put("/orders/" + created.text("id"), created.json().toString());
		this.sample.delete("/orders/" + created.text("id"));
		String last = this.sample.order(this.customer, unique("R"), 1).text("id");
		await().until(() -> shipped().contains(last));
		assertThat(shipped()).containsExactly(created.text("id"), last);
	}

	@Test
	void doesNotShipAnOrderThatWasRefused() throws IOException {
		String reference = unique("R");
		this.sample.order(this.customer, reference, 1);
		this.sample.order(this.customer, reference, 1);
		String last = this.sample.order(this.customer, unique("R"), 1).text("id");
		await().until(() -> shipped().contains(last));
		assertThat(shipped()).hasSize(2);
	}

	@Test
	void givesUpAnUnluckyOrderAndShipsTheCustomersLaterOnes() throws IOException {
		long before = deadLetters();
		String first = this.sample.order(this.customer, unique("R"), 1).text("id");
		String unlucky = this.sample.order(this.customer, unique("R"), UNLUCKY).text("id");
		String later = this.sample.order(this.customer, unique("R"), 1).text("id");
		await().atMost(Duration.ofSeconds(5)).until(() -> deadLetters() == before + 1);
		await().until(() -> shipped().contains(later));
		assertThat(shipped()).containsExactly(first, later);
		assertThat(this.sample.get("/shipments?order=" + unlucky).json().get("items")).isEmpty();
		assertThat(this.sample.get("/shipments?customer=" + this.customer).json().findValuesAsString("number"))
			.containsExactly("1", "2");
	}

	private long deadLetters() throws IOException {
		return this.sample.get("/stats").number("deadLetters");
	}

	private List<String> shipped() throws IOException {
		return this.sample.get("/shipments?customer=" + this.customer).json().findValuesAsString("orderId");
	}

}
