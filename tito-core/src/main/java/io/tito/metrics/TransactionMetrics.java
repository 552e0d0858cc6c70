package io.tito.metrics;

import java.time.Duration;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tito.client.ClientListener;
import io.tito.client.CommitOutcome;

/**
 * Counts and times what becomes of transactions. Thread-safe.
 */
public final class TransactionMetrics implements ClientListener {

	private final Meters<Timer> commits;

	private final DistributionSummary roundTrips;

	public TransactionMetrics(MeterRegistry registry) {
		this.commits = new Meters<>((outcome) -> Timer.builder(TitoMeter.TRANSACTIONS.id())
			.description(TitoMeter.TRANSACTIONS.description())
			.tags(TitoMeter.TRANSACTIONS.tagged(outcome))
			.register(registry));
		this.roundTrips = DistributionSummary.builder(TitoMeter.TRANSACTION_ROUND_TRIPS.id())
			.description(TitoMeter.TRANSACTION_ROUND_TRIPS.description())
			.register(registry);
	}

	@Override
	public void committed(CommitOutcome outcome, int trips, Duration elapsed) {
		this.commits.of(name(outcome)).record(elapsed);
		this.roundTrips.record(trips);
	}

	private static String name(CommitOutcome outcome) {
		if (outcome instanceof CommitOutcome.Committed) {
			return "committed";
		}
		if (outcome instanceof CommitOutcome.Conflict) {
			return "conflict";
		}
		if (outcome instanceof CommitOutcome.KeyExists) {
			return "key-exists";
		}
		return (outcome instanceof CommitOutcome.Aborted) ? "aborted" : "unknown";
	}

}
