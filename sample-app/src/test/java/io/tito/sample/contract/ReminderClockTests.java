package io.tito.sample.contract;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.tito.autoconfigure.tikv.TitoConnectionDetails;
import io.tito.embedded.EmbeddedTikv;
import io.tito.embedded.fault.Faults;
import io.tito.sample.client.SampleClient.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Reminders while the test moves the store's clock.
 */
@Import(ReminderClockTests.Server.class)
class ReminderClockTests extends ContractTests {

	@Autowired
	private EmbeddedTikv server;

	private Faults faults;

	@BeforeEach
	void freeze() {
		this.faults = this.server.faults();
		this.faults.freezeClock();
	}

	@AfterEach
	void thaw() {
		this.faults.thawClock();
	}

	@Test
	void deliversAReminderInTheVeryMillisecondInWhichItIsDue() throws IOException {
		String order = this.sample.order(unique("ann"), unique("R"), 1).text("id");
		Answer accepted = remind(order, "PT2S");
		Instant dueAt = Instant.parse(reminder(accepted).text("dueAt"));
		this.faults.advanceClock(Duration.ofSeconds(2).minusMillis(1));
		// of the same order, so that both are read together
		awaitDelivery(remind(order, "PT0S"));
		assertThat(isDelivered(accepted)).isFalse();
		this.faults.advanceClock(Duration.ofMillis(1));
		awaitDelivery(accepted);
		assertThat(Instant.parse(reminder(accepted).text("deliveredAt"))).isEqualTo(dueAt);
	}

	private Answer remind(String order, String in) throws IOException {
		return this.sample.post("/orders/" + order + "/reminders?in=" + in, "");
	}

	private void awaitDelivery(Answer accepted) {
		await().until(() -> isDelivered(accepted));
	}

	private boolean isDelivered(Answer accepted) throws IOException {
		return !reminder(accepted).json().get("deliveredAt").isNull();
	}

	private Answer reminder(Answer accepted) throws IOException {
		return this.sample.get("/reminders/" + accepted.text("eventId"));
	}

	@TestConfiguration
	static class Server {

		@Bean(destroyMethod = "close")
		EmbeddedTikv tikv() {
			return EmbeddedTikv.builder().start();
		}

		@Bean
		TitoConnectionDetails tikvConnection(EmbeddedTikv server) {
			return () -> List.of(server.address());
		}

	}

}
