package io.tito.listener.retry;

/**
 * What becomes of an event that could not be handled.
 */
public sealed interface RetryDecision {

	/**
	 * How often the event was tried by now.
	 * @return the attempts
	 */
	int attempts();

	/**
	 * What went wrong.
	 * @return the error, for people
	 */
	String error();

	/**
	 * It stays the head of its lane and is tried again.
	 *
	 * @param attempts how often it was tried by now
	 * @param next when to try it, in milliseconds of the oracle's time
	 * @param error what went wrong
	 */
	record TryAgain(int attempts, long next, String error) implements RetryDecision {

	}

	/**
	 * It is given up.
	 *
	 * @param attempts how often it was tried by now
	 * @param error what went wrong
	 */
	record GiveUp(int attempts, String error) implements RetryDecision {

	}

}
