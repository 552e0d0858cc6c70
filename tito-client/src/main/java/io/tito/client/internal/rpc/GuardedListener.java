package io.tito.client.internal.rpc;

import java.time.Duration;

import io.tito.client.ClientListener;
import io.tito.client.CommitOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps failures of a listener away from the work that it is told of: they must not turn
 * a commit into something else.
 *
 * @param listener the listener
 */
public record GuardedListener(ClientListener listener) implements ClientListener {

	private static final Logger logger = LoggerFactory.getLogger(GuardedListener.class);

	@Override
	public void committed(CommitOutcome outcome, int roundTrips, Duration elapsed) {
		guard(() -> this.listener.committed(outcome, roundTrips, elapsed));
	}

	@Override
	public void request(String name, Duration elapsed, boolean failed) {
		guard(() -> this.listener.request(name, elapsed, failed));
	}

	@Override
	public void retried(String cause) {
		guard(() -> this.listener.retried(cause));
	}

	private static void guard(Runnable telling) {
		try {
			telling.run();
		}
		catch (RuntimeException ex) {
			logger.warn("A listener of the Tito client failed; a measurement is lost", ex);
		}
	}

}
