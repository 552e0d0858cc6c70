package io.tito.autoconfigure.outbox;

import java.time.Duration;
import java.util.List;

import io.tito.log.LogListener;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Tells all beans that listen to the log. For the configuration of this library.
 */
public final class CompositeLogListener implements LogListener {

	private final List<LogListener> listeners;

	private CompositeLogListener(List<LogListener> listeners) {
		this.listeners = listeners;
	}

	public static LogListener of(ObjectProvider<LogListener> listeners) {
		return new CompositeLogListener(listeners.orderedStream().toList());
	}

	@Override
	public void published(String type, int count) {
		this.listeners.forEach((listener) -> listener.published(type, count));
	}

	@Override
	public void handled(String type, String group, Outcome outcome, Duration elapsed) {
		this.listeners.forEach((listener) -> listener.handled(type, group, outcome, elapsed));
	}

	@Override
	public void removed(String type, long count) {
		this.listeners.forEach((listener) -> listener.removed(type, count));
	}

	@Override
	public void keptWithoutGroup(String type) {
		this.listeners.forEach((listener) -> listener.keptWithoutGroup(type));
	}

}
