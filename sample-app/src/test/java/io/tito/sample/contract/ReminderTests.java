package io.tito.sample.contract;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

import io.tito.sample.client.SampleClient.Answer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ReminderTests extends ContractTests {

	private static final Duration IN_TIME = Duration.ofMillis(250);

	@Test
	void tellsWhatBecomesOfAReminder() throws IOException {
		Instant before = Instant.now();
		String order = order();
		Answer accepted = remind(order, "PT3S");
		assertThat(accepted.status()).isEqualTo(202);
		assertThat(accepted.json().propertyNames()).containsExactly("eventId");
		Answer waiting = get(accepted);
		assertThat(waiting.json().propertyNames()).containsExactly("eventId", "orderId", "dueAt", "deliveredAt");
		assertThat(waiting.text("eventId")).isEqualTo(accepted.text("eventId"));
		assertThat(waiting.text("orderId")).isEqualTo(order);
		assertThat(waiting.json().get("deliveredAt").isNull()).isTrue();
		assertThat(Instant.parse(waiting.text("dueAt"))).isBetween(before.plusMillis(2900),
				Instant.now().plusSeconds(3));
		await().until(() -> !get(accepted).json().get("deliveredAt").isNull());
	}

	@Test
	void deliversNoReminderEarlyAndEachInTime() throws IOException {
		try (SlowestAnswer machine = SlowestAnswer.watch(this.sample)) {
			for (int i = 0; i < 5; i++) {
				Answer accepted = remind(order(), "PT0.5S");
				await().until(() -> !get(accepted).json().get("deliveredAt").isNull());
				Instant dueAt = Instant.parse(get(accepted).text("dueAt"));
				Instant deliveredAt = Instant.parse(get(accepted).text("deliveredAt"));
				assertThat(deliveredAt).isBetween(dueAt, dueAt.plus(IN_TIME).plus(machine.slowest().multipliedBy(4)));
			}
		}
	}

	@Test
	void deliversAReminderThatIsDueAtOnce() throws IOException {
		Answer accepted = remind(order(), "PT0S");
		await().until(() -> !get(accepted).json().get("deliveredAt").isNull());
	}

	@Test
	void cancelsAReminderThatIsNotYetDue() throws IOException {
		String order = order();
		Answer cancelled = remind(order, "PT3S");
		assertThat(cancel(cancelled).status()).isEqualTo(204);
		Answer later = remind(order, "PT3.2S");
		await().atMost(Duration.ofSeconds(10)).until(() -> !get(later).json().get("deliveredAt").isNull());
		assertThat(get(cancelled).json().get("deliveredAt").isNull()).isTrue();
		assertThat(cancel(cancelled).status()).isEqualTo(409);
	}

	@Test
	void doesNotCancelAReminderThatIsDue() throws IOException {
		Answer accepted = remind(order(), "PT0.1S");
		await().until(() -> !get(accepted).json().get("deliveredAt").isNull());
		Answer refused = cancel(accepted);
		assertThat(refused.status()).isEqualTo(409);
		assertThat(refused.contentType()).startsWith("application/problem+json");
	}

	@Test
	void saysWhatIsAbsent() throws IOException {
		assertThat(remind(unique("x"), "PT1S").status()).isEqualTo(404);
		assertThat(this.sample.get("/reminders/" + unique("x")).status()).isEqualTo(404);
		assertThat(this.sample.delete("/reminders/" + unique("x")).status()).isEqualTo(404);
	}

	private String order() throws IOException {
		return this.sample.order(unique("ann"), unique("R"), 1).text("id");
	}

	private Answer remind(String order, String in) throws IOException {
		return this.sample.post("/orders/" + order + "/reminders?in=" + in, "");
	}

	private Answer get(Answer accepted) throws IOException {
		return this.sample.get("/reminders/" + accepted.text("eventId"));
	}

	private Answer cancel(Answer accepted) throws IOException {
		return this.sample.delete("/reminders/" + accepted.text("eventId"));
	}

}
