package io.tito.client;

import java.time.Duration;

/**
 * Told of what a client does, for metrics and traces. Methods are called on the thread
 * that did it and must return at once.
 */
public interface ClientListener {

	/** Hears nothing. */
	ClientListener NONE = new ClientListener() {
	};

	/**
	 * A transaction ended by {@link Transaction#commit()}.
	 * @param outcome how it ended
	 * @param roundTrips how many requests it waited for one after the other, from its
	 * start
	 * @param elapsed the time that the commit took
	 */
	default void committed(CommitOutcome outcome, int roundTrips, Duration elapsed) {
	}

	/**
	 * A request was answered or failed.
	 * @param name the name of the RPC, as {@code KvGet}
	 * @param elapsed the time it took
	 * @param failed whether it was not answered
	 */
	default void request(String name, Duration elapsed, boolean failed) {
	}

	/**
	 * A request will be sent again.
	 * @param cause why, from a small fixed set
	 */
	default void retried(String cause) {
	}

}
