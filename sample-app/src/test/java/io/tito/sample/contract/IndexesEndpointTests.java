package io.tito.sample.contract;

import java.io.IOException;

import io.tito.sample.client.SampleClient.Answer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The Actuator endpoint of indexes over HTTP.
 */
class IndexesEndpointTests extends ContractTests {

	@Test
	void showsTheIndexesOfEachEntity() throws IOException {
		this.sample.order(unique("ann"), unique("R"), 1);
		Answer all = this.sample.get("/actuator/titoindexes");
		assertThat(all.status()).isEqualTo(200);
		assertThat(all.json().get("entities").propertyNames()).contains("order", "shipment", "reminder");
		JsonNode order = all.json().at("/entities/order");
		assertThat(order.propertyNames()).containsExactlyInAnyOrder("type", "writable", "waitingFor", "indexes");
		assertThat(order.get("writable").asBoolean()).isTrue();
		assertThat(order.get("indexes").findValuesAsString("name")).containsExactly("by_customer", "large_by_customer",
				"by_reference");
		assertThat(order.at("/indexes/0").toString())
			.isEqualTo("{\"name\":\"by_customer\",\"phase\":\"ready\",\"progress\":1.0,\"done\":0,\"total\":0}");
		assertThat(this.sample.get("/actuator/titoindexes/order").json()).isEqualTo(order);
		assertThat(this.sample.get("/actuator/titoindexes/nothing").status()).isEqualTo(404);
	}

	@Test
	void checksTheIndexesOfAnEntity() throws IOException {
		this.sample.order(unique("ann"), unique("R"), 1);
		Answer started = this.sample.post("/actuator/titoindexes/shipment", "{\"repair\":true}");
		assertThat(started.status()).isEqualTo(200);
		assertThat(started.text("state")).isEqualTo("running");
		await().until(() -> check().path("state").asString().equals("done"));
		assertThat(check().get("repairs").asBoolean()).isTrue();
		assertThat(check().at("/result/missing").asLong(-1)).isZero();
		assertThat(check().at("/result/stale").asLong(-1)).isZero();
		assertThat(this.sample.post("/actuator/titoindexes/nothing", "{}").status()).isEqualTo(400);
	}

	private JsonNode check() throws IOException {
		return this.sample.get("/actuator/titoindexes/shipment").json().path("check");
	}

}
