package io.tito.log;

import java.time.Duration;

/**
 * Told of what happens to events, for metrics. Methods must return at once.
 */
public interface LogListener {

	/** Hears nothing. */
	LogListener NONE = new LogListener() {
	};

	/**
	 * Events of a type were committed.
	 * @param type their type
	 * @param count how many
	 */
	default void published(String type, int count) {
	}

	/**
	 * A delivery of an event ended.
	 * @param type the event's type
	 * @param group the group
	 * @param outcome how it ended
	 * @param elapsed the time in the handler
	 */
	default void handled(String type, String group, Outcome outcome, Duration elapsed) {
	}

	/**
	 * Retention has removed events.
	 * @param type their type
	 * @param count how many
	 */
	default void removed(String type, long count) {
	}

	/**
	 * A round of retention has kept the events of a type because no group reads it.
	 * @param type the type
	 */
	default void keptWithoutGroup(String type) {
	}

	/**
	 * How a delivery ends.
	 */
	enum Outcome {

		/** The handler returned, and that was acknowledged. */
		HANDLED,

		/** The handler threw; the event will be tried again. */
		FAILED,

		/** The event was given up and kept as a dead letter. */
		DEAD_LETTER

	}

}
