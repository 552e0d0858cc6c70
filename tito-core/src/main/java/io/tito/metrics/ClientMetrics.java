package io.tito.metrics;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tito.client.ClientListener;
import io.tito.client.CommitOutcome;
import io.tito.client.CommitPhase;

/**
 * Counts and times what the client does to carry out transactions: requests, repetitions,
 * pauses, phases and batches. Thread-safe.
 */
public final class ClientMetrics implements ClientListener {

	private final Meters<Counter> commits;

	private final Timer[] phases;

	private final Meters<Timer> answered;

	private final Meters<Timer> failed;

	private final Meters<Counter> retries;

	private final Meters<Timer> waiting;

	private final DistributionSummary batches;

	public ClientMetrics(MeterRegistry registry) {
		this.commits = new Meters<>((protocol) -> counter(registry, TitoMeter.CLIENT_COMMITS, protocol));
		this.phases = new Timer[CommitPhase.values().length];
		for (CommitPhase phase : CommitPhase.values()) {
			this.phases[phase.ordinal()] = timer(registry, TitoMeter.CLIENT_COMMIT_PHASES, tag(phase));
		}
		this.answered = new Meters<>((rpc) -> timer(registry, TitoMeter.CLIENT_REQUESTS, rpc, "answered"));
		this.failed = new Meters<>((rpc) -> timer(registry, TitoMeter.CLIENT_REQUESTS, rpc, "failed"));
		this.retries = new Meters<>((cause) -> counter(registry, TitoMeter.CLIENT_RETRIES, cause));
		this.waiting = new Meters<>((cause) -> timer(registry, TitoMeter.CLIENT_WAITING, cause));
		this.batches = DistributionSummary.builder(TitoMeter.CLIENT_BATCH_SIZE.id())
			.description(TitoMeter.CLIENT_BATCH_SIZE.description())
			.register(registry);
	}

	private static Timer timer(MeterRegistry registry, TitoMeter meter, String... tags) {
		return Timer.builder(meter.id()).description(meter.description()).tags(meter.tagged(tags)).register(registry);
	}

	private static Counter counter(MeterRegistry registry, TitoMeter meter, String... tags) {
		return Counter.builder(meter.id()).description(meter.description()).tags(meter.tagged(tags)).register(registry);
	}

	@Override
	public void committed(CommitOutcome outcome, int roundTrips, Duration elapsed) {
		if (outcome instanceof CommitOutcome.Committed committed) {
			this.commits.of(tag(committed.protocol())).increment();
		}
	}

	@Override
	public void phase(CommitPhase phase, long nanos) {
		this.phases[phase.ordinal()].record(nanos, TimeUnit.NANOSECONDS);
	}

	@Override
	public void request(String name, long nanos, boolean unanswered) {
		(unanswered ? this.failed : this.answered).of(name).record(nanos, TimeUnit.NANOSECONDS);
	}

	@Override
	public void batch(int requests) {
		this.batches.record(requests);
	}

	@Override
	public void retried(String cause) {
		this.retries.of(cause).increment();
	}

	@Override
	public void waited(String cause, long nanos) {
		this.waiting.of(cause).record(nanos, TimeUnit.NANOSECONDS);
	}

	private static String tag(CommitOutcome.Protocol protocol) {
		return switch (protocol) {
			case READ_ONLY -> "read-only";
			case ONE_PHASE -> "one-phase";
			case ASYNC_COMMIT -> "async-commit";
			case TWO_PHASE -> "two-phase";
		};
	}

	private static String tag(CommitPhase phase) {
		return phase.name().toLowerCase(Locale.ROOT);
	}

}
