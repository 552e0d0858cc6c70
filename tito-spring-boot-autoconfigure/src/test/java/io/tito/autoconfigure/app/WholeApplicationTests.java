package io.tito.autoconfigure.app;

import java.time.Duration;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.json.BasicJsonTester;
import org.springframework.boot.test.json.JsonContent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@SpringBootTest(properties = { "spring.application.name=desk", "tito.outbox.default-partitions=4",
		"management.endpoint.health.show-details=always",
		"spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration" })
class WholeApplicationTests {

	@Autowired
	Desk desk;

	@Autowired
	Tickets tickets;

	@Autowired
	HealthEndpoint health;

	@Autowired
	MeterRegistry meters;

	@Test
	void rowsAndEventsOfATransactionAreStoredAndHandled() throws Exception {
		this.desk.sell("ann");
		assertThat(this.tickets.findByOwner("ann")).extracting(Ticket::amount).containsExactlyInAnyOrder(1, 2);
		assertThat(this.desk.hasHandledAll()).isTrue();
		eventually(() -> assertThat(this.tickets.findByOwner("ann-guest")).hasSize(1));
		// the two that were sold and the guest's
		eventually(() -> {
			assertThat(this.meters.get("tito.events.published").tags("type", "ticket").counter().count()).isEqualTo(3);
			assertThat(this.meters.get("tito.events.handled")
				.tags("type", "ticket", "group", "desk", "outcome", "handled")
				.timer()
				.count()).isEqualTo(3);
			assertThat(this.meters.get("tito.transactions").tags("outcome", "committed").timer().count()).isPositive();
			assertThat(this.meters.get("tito.transactions.round-trips").summary().count()).isPositive();
			assertThat(this.meters.get("tito.lag").tags("type", "greeting", "group", "desk").gauge().value()).isZero();
			assertThat(this.meters.get("tito.lag.age").tags("type", "ticket", "group", "desk").timeGauge().value())
				.isZero();
		});
	}

	@Test
	void rolledBackTransactionLeavesNothing() {
		assertThatIllegalStateException().isThrownBy(() -> this.desk.sellAndFail("bob"));
		assertThat(this.tickets.findByOwner("bob")).isEmpty();
	}

	@Test
	void healthTellsWhatIsUsed() {
		eventually(() -> {
			HealthDescriptor descriptor = this.health.healthForPath("tito");
			JsonContent<Object> json = new BasicJsonTester(getClass())
				.from(JsonMapper.shared().writeValueAsString(descriptor));
			assertThat(json).extractingJsonPathStringValue("$.status").isEqualTo("UP");
			assertThat(json).extractingJsonPathBooleanValue("$.details.embedded").isTrue();
			assertThat(json).extractingJsonPathStringValue("$.details.namespace").isEqualTo("tito");
			assertThat(json).extractingJsonPathStringValue("$.details.clusterId").isNotEmpty();
			assertThat(json).extractingJsonPathStringValue("$.details.timestampRoundTrip").endsWith(" ms");
			assertThat(json).extractingJsonPathStringValue("$.details.stores[0].address").startsWith("127.0.0.1:");
			assertThat(json).extractingJsonPathArrayValue("$.details.ownedPartitions['ticket/desk']")
				.isEqualTo(List.of(0, 1, 2, 3));
		});
	}

	private static void eventually(ThrowingRunnable assertion) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(assertion);
	}

}
