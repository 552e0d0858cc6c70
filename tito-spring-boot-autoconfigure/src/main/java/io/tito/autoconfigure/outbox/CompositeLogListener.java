package io.tito.autoconfigure.outbox;

import java.time.Duration;
import java.util.List;

import io.tito.log.LogListener;

/**
 * Tells several listeners.
 */
record CompositeLogListener(List<LogListener> listeners) implements LogListener {

	@Override
	public void published(String type, int count) {
		this.listeners.forEach((listener) -> listener.published(type, count));
	}

	@Override
	public void handled(String type, String group, Outcome outcome, Duration elapsed) {
		this.listeners.forEach((listener) -> listener.handled(type, group, outcome, elapsed));
	}

}
