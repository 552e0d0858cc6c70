package io.tito.listener.container;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

import io.tito.log.TypeSettings;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is known to be due shortens the wait, however rarely partitions are looked at.
 */
class DueTimeTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private static final Duration SOON = Duration.ofMillis(600);

	/** The poller itself waits a second at most. */
	private static final PollIntervals RARELY = new PollIntervals(Duration.ofHours(1), Duration.ofHours(1),
			Duration.ofHours(1), Duration.ofHours(1));

	@Test
	void eventThatIsScheduled() {
		try (TestInstance one = instance()) {
			one.listen("audit", false, one::remember).start();
			one.runUntil(() -> one.owned() == 1);
			Instant due = one.client.timestamp().instant().plus(SOON);
			one.publish("ann", "later", due);
			assertThat(waits(one)).isLessThanOrEqualTo(SOON);
			one.runUntil(() -> one.handled.contains("later"));

			assertThat(one.client.timestamp().instant()).isAfterOrEqualTo(due);
		}
	}

	@Test
	void laneThatIsToBeTriedAgain() {
		try (TestInstance one = instance()) {
			AtomicInteger calls = new AtomicInteger();
			one.listen("audit", false, (event, type, payload) -> {
				if (calls.incrementAndGet() == 1) {
					throw new IllegalStateException("not yet");
				}
				one.remember(event, type, payload);
			}).start();
			one.runUntil(() -> one.owned() == 1);
			one.publish("ann", "again");
			one.runUntil(() -> calls.get() == 1);
			assertThat(waits(one)).isLessThanOrEqualTo(SOON.plus(SOON.dividedBy(5)));
			one.runUntil(() -> one.handled.contains("again"));

			assertThat(calls).hasValue(2);
		}
	}

	/**
	 * How long the poller would wait: no time if what was to come has come already.
	 */
	private static Duration waits(TestInstance one) {
		Duration wait = Duration.ofNanos(one.runOnce());
		return one.handled.isEmpty() ? wait : Duration.ZERO;
	}

	private static TestInstance instance() {
		return new TestInstance(cluster, "one", TypeSettings.DEFAULTS.withPartitions(1),
				ListenerSettings.of(ListenerSettings.Profile.BALANCED)
					.withPolling(RARELY)
					.withRetry(TestInstance.QUICK.withPauses(SOON, 1, SOON)));
	}

}
