package io.tito.sample.process.kill;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

import io.tito.sample.client.SampleClient.Answer;
import io.tito.sample.process.Instance;
import io.tito.sample.process.kill.Attempt.Outcome;
import org.jspecify.annotations.Nullable;

import static org.awaitility.Awaitility.await;

/**
 * Places orders one after the other. A refused connection makes it ask another instance,
 * since nothing was sent; any other failure leaves the order uncertain, and it goes on
 * with the next one.
 */
final class Customer {

	private final String name;

	private final List<Instance> instances;

	private int sequence;

	private int turn;

	Customer(String name, List<Instance> instances) {
		this.name = name;
		this.instances = instances;
	}

	String name() {
		return this.name;
	}

	Attempt place() {
		this.sequence++;
		this.turn = this.sequence;
		String reference = this.name + "-" + this.sequence;
		return await().atMost(Duration.ofSeconds(90))
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(20))
			.until(tryOnce(reference), (attempt) -> attempt != null);
	}

	private Callable<@Nullable Attempt> tryOnce(String reference) {
		return () -> {
			Instance instance = this.instances.get(this.turn++ % this.instances.size());
			try {
				return attempt(reference, instance, instance.client().order(this.name, reference, 1));
			}
			catch (ConnectException | HttpConnectTimeoutException ex) {
				return null;
			}
			catch (IOException ex) {
				return attempt(reference, instance, Outcome.UNCERTAIN, null, ex.toString());
			}
		};
	}

	private Attempt attempt(String reference, Instance instance, Answer answer) {
		String detail = answer.status() + " " + answer.json();
		return switch (answer.status() / 100) {
			case 2 -> attempt(reference, instance, Outcome.ACCEPTED, answer.text("id"), detail);
			case 5 -> attempt(reference, instance, Outcome.UNCERTAIN, null, detail);
			default -> attempt(reference, instance, Outcome.REFUSED, null, detail);
		};
	}

	private Attempt attempt(String reference, Instance instance, Outcome outcome, @Nullable String order,
			String detail) {
		return new Attempt(this.name, this.sequence, reference, outcome, order, instance.name(), detail);
	}

}
