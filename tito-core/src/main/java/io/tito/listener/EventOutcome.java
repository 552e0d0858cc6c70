package io.tito.listener;

import java.time.Instant;

/**
 * What becomes of an event. A listener method may return it; one that returns anything
 * else, or nothing, has done its work. A listener with {@code batch = true} may return a
 * {@code List<EventOutcome>}, one for each event and in their order.
 */
public sealed interface EventOutcome {

	/**
	 * The event is done.
	 * @return the outcome
	 */
	static EventOutcome done() {
		return Done.INSTANCE;
	}

	/**
	 * Hand the event over again at a time, before later events of its key, and without
	 * spending an attempt.
	 * @param time when, by the time of TiKV's oracle
	 * @return the outcome
	 */
	static EventOutcome rescheduleAt(Instant time) {
		return new Rescheduled(time);
	}

	/**
	 * The event failed: the same as to throw, for one event of a batch.
	 * @param cause what a listener of single events would throw
	 * @return the outcome
	 */
	static EventOutcome failed(Throwable cause) {
		return new Failed(cause);
	}

	/** It is done. */
	enum Done implements EventOutcome {

		/** The only one. */
		INSTANCE

	}

	/**
	 * It is to be handed over again.
	 *
	 * @param at when
	 */
	record Rescheduled(Instant at) implements EventOutcome {

	}

	/**
	 * It failed.
	 *
	 * @param cause why
	 */
	record Failed(Throwable cause) implements EventOutcome {

	}

}
