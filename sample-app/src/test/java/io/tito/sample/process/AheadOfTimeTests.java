package io.tito.sample.process;

import java.io.IOException;
import java.nio.file.Path;

import io.tito.sample.client.SampleClient;
import io.tito.sample.client.SampleClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The sample works when it is processed ahead of time and runs on the JVM: repositories
 * and their queries, relations, transactions, events, listeners, Actuator. Whether it
 * brings its own server or joins another is still decided when it starts.
 */
class AheadOfTimeTests {

	@TempDir
	private Path directory;

	@Test
	void worksWhenItIsProcessedAheadOfTime() throws IOException {
		Program program = new AheadOfTimeProgram(this.directory).build();
		try (Instance alone = Instance.startAlone(program, "aot-alone")) {
			alone.awaitReady();
			assertThat(alone.process().output()).contains("Starting AOT-processed SampleApplication");
			uses(alone.client());
		}
		try (EmbeddedServer server = EmbeddedServer.start();
				Instance joining = Instance.start(program, "aot-joining", Ports.free(), server)) {
			joining.awaitReady();
			Answer health = joining.client().get("/actuator/health/tito");
			assertThat(health.json().at("/details/embedded").asBoolean(true)).isFalse();
		}
	}

	private static void uses(SampleClient sample) throws IOException {
		Answer order = sample.order("ann", "R-1", 2000);
		assertThat(order.status()).isEqualTo(201);
		assertThat(sample.order("bob", "R-1", 1).status()).as("the reference is taken").isEqualTo(409);
		sample.order("ann", "R-2", 1);
		assertThat(sample.get("/orders?customer=ann&large=true").json().get("items")).hasSize(1);
		Answer page = sample.get("/orders?customer=ann&limit=1");
		assertThat(sample.get("/orders?customer=ann&limit=1&after=" + page.text("next")).json().get("items"))
			.hasSize(1);
		await().until(() -> sample.get("/shipments?customer=ann").json().get("items").size() == 2);
		assertThat(
				sample.get("/shipments?customer=ann&withOrder=true").json().at("/items/0/order/reference").asString())
			.isEqualTo("R-1");
		Answer reminder = sample.post("/orders/" + order.text("id") + "/reminders?in=PT0.1S", "");
		assertThat(reminder.status()).isBetween(200, 202);
		String event = reminder.text("eventId");
		await().until(() -> sample.get("/reminders/" + event).json().hasNonNull("deliveredAt"));
		assertThat(sample.get("/actuator/titoindexes/order").json().get("writable").asBoolean()).isTrue();
		assertThat(sample.get("/actuator/metrics/tito.index.progress").status()).isEqualTo(200);
		assertThat(sample.get("/stats").number("orders")).isEqualTo(2);
	}

}
