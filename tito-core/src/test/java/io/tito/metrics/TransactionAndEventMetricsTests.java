package io.tito.metrics;

import java.time.Duration;
import java.util.stream.Stream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tito.client.CommitOutcome;
import io.tito.client.CommitOutcome.Protocol;
import io.tito.client.Timestamp;
import io.tito.key.Key;
import io.tito.log.LogListener.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class TransactionAndEventMetricsTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	@ParameterizedTest
	@MethodSource("outcomes")
	void timesCommitsByOutcome(CommitOutcome outcome, String name) {
		new TransactionMetrics(this.registry).committed(outcome, 3, Duration.ofMillis(20));
		assertThat(this.registry.get("tito.transactions").tags("outcome", name).timer().count()).isEqualTo(1);
		assertThat(this.registry.get("tito.transactions.round-trips").summary().totalAmount()).isEqualTo(3);
	}

	static Stream<Arguments> outcomes() {
		Key key = Key.of("key");
		return Stream.of(Arguments.of(new CommitOutcome.Committed(Timestamp.ZERO, Protocol.ONE_PHASE), "committed"),
				Arguments.of(new CommitOutcome.Conflict(key, Timestamp.ZERO), "conflict"),
				Arguments.of(new CommitOutcome.KeyExists(key), "key-exists"),
				Arguments.of(new CommitOutcome.Aborted("late"), "aborted"),
				Arguments.of(new CommitOutcome.Unknown(Timestamp.ZERO, key, CommitOutcome.Protocol.TWO_PHASE, null),
						"unknown"));
	}

	@Test
	void countsPublishedEventsByType() {
		EventMetrics metrics = new EventMetrics(this.registry);
		metrics.published("order", 2);
		metrics.published("order", 1);
		assertThat(this.registry.get("tito.events.published").tags("type", "order").counter().count()).isEqualTo(3);
	}

	@Test
	void timesDeliveriesByGroupAndOutcome() {
		EventMetrics metrics = new EventMetrics(this.registry);
		metrics.handled("order", "shipping", Outcome.FAILED, Duration.ofMillis(5));
		metrics.handled("order", "shipping", Outcome.DEAD_LETTER, Duration.ofMillis(5));
		metrics.handled("order", "shipping", Outcome.HANDLED, Duration.ofMillis(5));
		assertThat(Stream.of("failed", "dead-letter", "handled")
			.map((outcome) -> this.registry.get("tito.events.handled")
				.tags("type", "order", "group", "shipping", "outcome", outcome)
				.timer()
				.count()))
			.containsOnly(1L);
	}

}
