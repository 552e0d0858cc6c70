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
		count(TitoMeter.EVENTS_PUBLISHED, type, count);
	}

	@Override
	public void handled(String type, String group, Outcome outcome, Duration elapsed) {
		Timer.builder(TitoMeter.EVENTS_HANDLED.id())
			.description(TitoMeter.EVENTS_HANDLED.description())
			.tags(TitoMeter.EVENTS_HANDLED.tagged(type, group, name(outcome)))
			.register(this.registry)
			.record(elapsed);
	}

	@Override
	public void removed(String type, long count) {
		count(TitoMeter.EVENTS_REMOVED, type, count);
	}

	@Override
	public void keptWithoutGroup(String type) {
		count(TitoMeter.EVENTS_WITHOUT_GROUP, type, 1);
	}

	private void count(TitoMeter meter, String type, long count) {
		Counter.builder(meter.id())
			.description(meter.description())
			.tags(meter.tagged(type))
			.register(this.registry)
			.increment(count);
	}

	private static String name(Outcome outcome) {
		return switch (outcome) {
			case HANDLED -> "handled";
			case FAILED -> "failed";
			case DEAD_LETTER -> "dead-letter";
		};
	}

}
