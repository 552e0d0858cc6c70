package io.tito.client;

import java.time.Duration;

/**
 * Told of what a client does, for metrics and traces. Methods are called on the thread
 * that did it, some of them on threads of the transport: they must return at once and
 * should allocate nothing. What they throw is logged and changes nothing. All names and
 * causes come from small fixed sets.
 */
public interface ClientListener {

	/** Hears nothing. */
	ClientListener NONE = new ClientListener() {
	};

	/**
	 * A transaction ended by {@link Transaction#commit()}: committed, in conflict with
	 * another, or otherwise.
	 * @param outcome how it ended
	 * @param roundTrips how many requests it waited for one after the other, from its
	 * start
	 * @param elapsed the time that the commit took
	 */
	default void committed(CommitOutcome outcome, int roundTrips, Duration elapsed) {
	}

	/**
	 * A commit has gone through one of its phases, whatever came of it.
	 * @param phase the phase
	 * @param nanos the time it took
	 */
	default void phase(CommitPhase phase, long nanos) {
	}

	/**
	 * A request was answered or failed.
	 * @param name the name of the RPC, as {@code KvGet}
	 * @param nanos the time it took
	 * @param failed whether it was not answered
	 */
	default void request(String name, long nanos, boolean failed) {
	}

	/**
	 * Requests to one store went out together.
	 * @param requests how many
	 */
	default void batch(int requests) {
	}

	/**
	 * A request will be sent again.
	 * @param cause why, from a small fixed set
	 */
	default void retried(String cause) {
	}

	/**
	 * A pause before a repetition is over.
	 * @param cause why, as told to {@link #retried}
	 * @param nanos how long it was
	 */
	default void waited(String cause, long nanos) {
	}

}
