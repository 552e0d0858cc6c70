package io.tito.listener.container;

import java.time.Duration;
import java.time.Instant;

import io.tito.listener.retry.FailureKind;
import io.tito.listener.retry.RetryDecision;

/**
 * How one call of a handler ended for one event.
 */
sealed interface Attempt {

	/**
	 * It returned.
	 */
	record Handled(Duration elapsed) implements Attempt {

	}

	/**
	 * It asked for the event to be handed over again at a time.
	 */
	record Rescheduled(Instant at, Duration elapsed) implements Attempt {

	}

	/**
	 * It threw, or was not called because the event cannot be read or has been tried too
	 * often.
	 */
	record Failed(FailureKind kind, Throwable thrown, RetryDecision decision, Duration elapsed) implements Attempt {

		/**
		 * Whether the event is given up, so that its lane goes on.
		 */
		boolean isFinal() {
			return this.decision instanceof RetryDecision.GiveUp;
		}

	}

}
