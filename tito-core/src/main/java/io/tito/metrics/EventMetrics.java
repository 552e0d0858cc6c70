package io.tito.metrics;

import java.time.Duration;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tito.log.LogListener;

/**
 * Counts events that are published, counts and times those that are delivered.
 * Thread-safe.
 */
public final class EventMetrics implements LogListener {

	private final MeterRegistry registry;

	public EventMetrics(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void published(String type, int count) {
		Counter.builder(TitoMeter.EVENTS_PUBLISHED.id())
			.description(TitoMeter.EVENTS_PUBLISHED.description())
			.tags(TitoMeter.EVENTS_PUBLISHED.tagged(type))
			.register(this.registry)
			.increment(count);
	}

	@Override
	public void handled(String type, String group, Outcome outcome, Duration elapsed) {
		Timer.builder(TitoMeter.EVENTS_HANDLED.id())
			.description(TitoMeter.EVENTS_HANDLED.description())
			.tags(TitoMeter.EVENTS_HANDLED.tagged(type, group, name(outcome)))
			.register(this.registry)
			.record(elapsed);
	}

	private static String name(Outcome outcome) {
		return switch (outcome) {
			case HANDLED -> "handled";
			case FAILED -> "failed";
			case DEAD_LETTER -> "dead-letter";
		};
	}

}
