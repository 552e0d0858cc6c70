package io.tito.autoconfigure.tikv;

import java.time.Duration;
import java.util.List;

import io.tito.client.ClientListener;
import io.tito.client.CommitOutcome;

/**
 * Tells several listeners.
 */
record CompositeClientListener(List<ClientListener> listeners) implements ClientListener {

	static ClientListener of(List<ClientListener> listeners) {
		return switch (listeners.size()) {
			case 0 -> ClientListener.NONE;
			case 1 -> listeners.get(0);
			default -> new CompositeClientListener(listeners);
		};
	}

	@Override
	public void committed(CommitOutcome outcome, int roundTrips, Duration elapsed) {
		this.listeners.forEach((listener) -> listener.committed(outcome, roundTrips, elapsed));
	}

	@Override
	public void request(String name, Duration elapsed, boolean failed) {
		this.listeners.forEach((listener) -> listener.request(name, elapsed, failed));
	}

	@Override
	public void retried(String cause) {
		this.listeners.forEach((listener) -> listener.retried(cause));
	}

}
