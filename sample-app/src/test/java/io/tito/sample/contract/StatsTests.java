package io.tito.sample.contract;

import java.io.IOException;

import io.tito.sample.client.SampleClient.Answer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class StatsTests extends ContractTests {

	@Test
	void countsOrdersAndWhatBecameOfThem() throws IOException {
		await().until(() -> stats().number("pending") == 0);
		Answer before = stats();
		assertThat(before.json().propertyNames()).containsExactly("orders", "shipments", "deadLetters", "pending",
				"auditDeliveries", "auditDuplicates");
		for (int i = 0; i < 5; i++) {
			this.sample.order(unique("ann"), unique("R"), 1);
		}
		await().until(() -> stats().number("shipments") == before.number("shipments") + 5);
		await().until(() -> stats().number("auditDeliveries") == before.number("auditDeliveries") + 5);
		await().until(() -> stats().number("pending") == 0);
		assertThat(stats().number("orders")).isEqualTo(before.number("orders") + 5);
		assertThat(stats().number("auditDuplicates")).isZero();
	}

	@Test
	void reportsHealthAndMetrics() throws IOException {
		Answer health = this.sample.get("/actuator/health");
		assertThat(health.text("status")).isEqualTo("UP");
		assertThat(health.json().at("/components/tito/status").asString()).isEqualTo("UP");
		this.sample.order(unique("ann"), unique("R"), 1);
		assertThat(this.sample.get("/actuator/metrics/tito.events.published").status()).isEqualTo(200);
		assertThat(this.sample.get("/actuator/metrics/tito.lag").status()).isEqualTo(200);
	}

	private Answer stats() throws IOException {
		return this.sample.get("/stats");
	}

}
