package io.tito.autoconfigure.tikv;

import java.time.Duration;
import java.util.List;

import io.tito.client.ClientListener;
import io.tito.client.CommitOutcome;
import io.tito.client.CommitPhase;

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
	public void phase(CommitPhase phase, long nanos) {
		for (ClientListener listener : this.listeners) {
			listener.phase(phase, nanos);
		}
	}

	@Override
	public void request(String name, long nanos, boolean failed) {
		for (ClientListener listener : this.listeners) {
			listener.request(name, nanos, failed);
		}
	}

	@Override
	public void batch(int requests) {
		for (ClientListener listener : this.listeners) {
			listener.batch(requests);
		}
	}

	@Override
	public void retried(String cause) {
		for (ClientListener listener : this.listeners) {
			listener.retried(cause);
		}
	}

	@Override
	public void waited(String cause, long nanos) {
		for (ClientListener listener : this.listeners) {
			listener.waited(cause, nanos);
		}
	}

}
