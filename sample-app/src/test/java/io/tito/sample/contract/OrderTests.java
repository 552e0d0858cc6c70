package io.tito.sample.contract;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.tito.sample.client.SampleClient.Answer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OrderTests extends ContractTests {

	private static final String BODY = """
			{"customer":"%s","reference":"%s","amount":100,"tags":["gift","red"]}""";

	private static final String ORDER = """
			{"id":"%s","customer":"%s","reference":"%s","amount":%d,"tags":["late"],"version":%d}""";

	private final String customer = unique("ann");

	private final String reference = unique("R");

	@Test
	void answersANewOrderWithItsLocation() throws IOException {
		Answer created = this.sample.post("/orders", BODY.formatted(this.customer, this.reference));
		assertThat(created.status()).isEqualTo(201);
		assertThat(created.location()).endsWith("/orders/" + created.text("id"));
		assertThat(created.json().propertyNames()).containsExactly("id", "customer", "reference", "amount", "tags",
				"version");
		assertThat(created.text("customer")).isEqualTo(this.customer);
		assertThat(created.text("reference")).isEqualTo(this.reference);
		assertThat(created.number("amount")).isEqualTo(100);
		assertThat(created.json().get("tags").toString()).isEqualTo("[\"gift\",\"red\"]");
		assertThat(created.json().get("version").isNumber()).isTrue();
	}

	@Test
	void findsAnOrderByItsId() throws IOException {
		Answer created = this.sample.post("/orders", BODY.formatted(this.customer, this.reference));
		Answer found = this.sample.get("/orders/" + created.text("id"));
		assertThat(found.status()).isEqualTo(200);
		assertThat(found.json()).isEqualTo(created.json());
	}

	@Test
	void takesAnOrderWithoutTags() throws IOException {
		Answer created = this.sample.order(this.customer, this.reference, 0);
		assertThat(created.status()).isEqualTo(201);
		assertThat(created.json().get("tags").toString()).isEqualTo("[]");
	}

	@Test
	void keepsAnyTextAsItIs() throws IOException {
		Answer created = this.sample.order("Zoë 🦊 :%", this.reference, 1);
		assertThat(this.sample.get(location(created)).text("customer")).isEqualTo("Zoë 🦊 :%");
	}

	@Test
	void refusesAUsedReference() throws IOException {
		this.sample.order(this.customer, this.reference, 1);
		Answer second = this.sample.order(unique("bob"), this.reference, 2);
		assertThat(second.status()).isEqualTo(409);
		assertThat(second.contentType()).startsWith("application/problem+json");
	}

	@Test
	void letsOneOfManyConcurrentOrdersHaveAReference() throws Exception {
		ExecutorService clients = Executors.newFixedThreadPool(8);
		try {
			Callable<Integer> order = () -> this.sample.order(this.customer, this.reference, 1).status();
			List<Integer> statuses = new ArrayList<>();
			for (Future<Integer> status : clients.invokeAll(Collections.nCopies(8, order))) {
				statuses.add(status.get());
			}
			assertThat(statuses).containsOnly(201, 409).containsOnlyOnce(201);
		}
		finally {
			clients.shutdownNow();
		}
	}

	@Test
	void freesTheReferenceOfADeletedOrder() throws IOException {
		Answer created = this.sample.order(this.customer, this.reference, 1);
		this.sample.delete(location(created));
		assertThat(this.sample.order(this.customer, this.reference, 1).status()).isEqualTo(201);
	}

	@Test
	void saysThatAnOrderIsAbsent() throws IOException {
		Answer absent = this.sample.get("/orders/" + unique("x"));
		assertThat(absent.status()).isEqualTo(404);
		assertThat(absent.contentType()).startsWith("application/problem+json");
	}

	@Test
	void changesAnOrder() throws IOException {
		Answer created = this.sample.post("/orders", BODY.formatted(this.customer, this.reference));
		Answer changed = this.sample.put(location(created),
				ORDER.formatted(created.text("id"), this.customer, this.reference, 250, created.number("version")));
		assertThat(changed.status()).isEqualTo(200);
		assertThat(changed.number("amount")).isEqualTo(250);
		assertThat(changed.number("version")).isGreaterThan(created.number("version"));
		assertThat(this.sample.get(location(created)).json()).isEqualTo(changed.json());
	}

	@Test
	void movesAnOrderToAnotherCustomerAndReference() throws IOException {
		Answer created = this.sample.order(this.customer, this.reference, 1);
		String bob = unique("bob");
		String other = unique("R");
		Answer changed = this.sample.put(location(created),
				ORDER.formatted(created.text("id"), bob, other, 1, created.number("version")));
		assertThat(changed.status()).isEqualTo(200);
		assertThat(this.sample.get("/orders?customer=" + this.customer).json().get("items")).isEmpty();
		assertThat(this.sample.get("/orders?customer=" + bob).json().get("items")).hasSize(1);
		assertThat(this.sample.order(this.customer, this.reference, 1).status()).isEqualTo(201);
	}

	@Test
	void refusesAStaleVersion() throws IOException {
		Answer created = this.sample.order(this.customer, this.reference, 1);
		String body = ORDER.formatted(created.text("id"), this.customer, this.reference, 2, created.number("version"));
		this.sample.put(location(created), body);
		Answer stale = this.sample.put(location(created), body);
		assertThat(stale.status()).isEqualTo(409);
		assertThat(stale.contentType()).startsWith("application/problem+json");
	}

	@Test
	void doesNotCreateAnOrderByChangingIt() throws IOException {
		String id = unique("x");
		Answer absent = this.sample.put("/orders/" + id, ORDER.formatted(id, this.customer, this.reference, 1, 0));
		assertThat(absent.status()).isEqualTo(404);
	}

	@Test
	void deletesAnOrder() throws IOException {
		Answer created = this.sample.order(this.customer, this.reference, 1);
		assertThat(this.sample.delete(location(created)).status()).isEqualTo(204);
		assertThat(this.sample.get(location(created)).status()).isEqualTo(404);
		assertThat(this.sample.get("/orders?customer=" + this.customer).json().get("items")).isEmpty();
	}

	private static String location(Answer created) {
		return "/orders/" + created.text("id");
	}

}
