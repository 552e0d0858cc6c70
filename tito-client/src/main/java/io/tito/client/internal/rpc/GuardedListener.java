package io.tito.client.internal.rpc;

import java.time.Duration;

import io.tito.client.ClientListener;
import io.tito.client.CommitOutcome;
import io.tito.client.CommitPhase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps failures of a listener away from the work that it is told of: they must not turn
 * a commit into something else. Adds no garbage of its own.
 *
 * @param listener the listener
 */
public record GuardedListener(ClientListener listener) implements ClientListener {

	private static final Logger logger = LoggerFactory.getLogger(GuardedListener.class);

	/**
	 * Guard a listener.
	 * @param listener the listener
	 * @return the listener itself if it hears nothing anyway
	 */
	public static ClientListener of(ClientListener listener) {
		return (listener == NONE) ? listener : new GuardedListener(listener);
	}

	@Override
	public void committed(CommitOutcome outcome, int roundTrips, Duration elapsed) {
		try {
			this.listener.committed(outcome, roundTrips, elapsed);
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
	}

	@Override
	public void phase(CommitPhase phase, long nanos) {
		try {
			this.listener.phase(phase, nanos);
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
	}

	@Override
	public void request(String name, long nanos, boolean failed) {
		try {
			this.listener.request(name, nanos, failed);
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
	}

	@Override
	public void batch(int requests) {
		try {
			this.listener.batch(requests);
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
	}

	@Override
	public void retried(String cause) {
		try {
			this.listener.retried(cause);
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
	}

	@Override
	public void waited(String cause, long nanos) {
		try {
			this.listener.waited(cause, nanos);
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
	}

	private static void failed(RuntimeException ex) {
		logger.warn("A listener of the Tito client failed; a measurement is lost", ex);
	}

}
