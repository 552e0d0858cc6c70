package io.tito.sample.contract;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

import io.tito.sample.client.SampleClient.Answer;
import io.tito.test.AutoConfigureTito;
import io.tito.test.event.PublishedEvents;
import io.tito.test.listener.TestListeners;
import io.tito.test.store.OracleClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reminders while the test moves the store's clock.
 */
@AutoConfigureTito
class ReminderClockTests extends ContractTests {

	@Test
	void deliversAReminderInTheVeryMillisecondInWhichItIsDue(OracleClock clock, TestListeners listeners)
			throws IOException {
		clock.freeze();
		Answer accepted = remind("PT2S");
		Instant dueAt = Instant.parse(reminder(accepted).text("dueAt"));
		clock.set(dueAt.minusMillis(1));
		listeners.drain();
		assertThat(isDelivered(accepted)).isFalse();
		clock.advance(Duration.ofMillis(1));
		listeners.drain();
		assertThat(Instant.parse(reminder(accepted).text("deliveredAt"))).isEqualTo(dueAt);
	}

	@Test
	void deliversAReminderAfterADay(PublishedEvents events, TestListeners listeners) throws IOException {
		Answer accepted = remind("P1D");
		assertThat(events).ofType("reminder").scheduled().hasCount(1);
		listeners.drain(Duration.ofHours(23));
		assertThat(isDelivered(accepted)).isFalse();
		listeners.drain(Duration.ofHours(2));
		assertThat(isDelivered(accepted)).isTrue();
	}

	@Test
	void neverDeliversACancelledReminder(PublishedEvents events, TestListeners listeners) throws IOException {
		Answer accepted = remind("P1D");
		assertThat(this.sample.delete("/reminders/" + accepted.text("eventId")).status()).isEqualTo(204);
		assertThat(events).ofType("reminder").isEmpty();
		listeners.drain(Duration.ofDays(2));
		assertThat(isDelivered(accepted)).isFalse();
	}

	private Answer remind(String in) throws IOException {
		String order = this.sample.order(unique("ann"), unique("R"), 1).text("id");
		return this.sample.post("/orders/" + order + "/reminders?in=" + in, "");
	}

	private boolean isDelivered(Answer accepted) throws IOException {
		return !reminder(accepted).json().get("deliveredAt").isNull();
	}

	private Answer reminder(Answer accepted) throws IOException {
		return this.sample.get("/reminders/" + accepted.text("eventId"));
	}

}
