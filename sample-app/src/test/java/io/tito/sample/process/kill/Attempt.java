package io.tito.sample.process.kill;

import org.jspecify.annotations.Nullable;

/**
 * One order that a customer tried to place, once. A customer makes the next attempt when
 * this one has ended.
 *
 * @param customer the customer
 * @param sequence counts the customer's attempts
 * @param reference the order's reference, used for this attempt only
 * @param outcome how it ended
 * @param order the id of the order, if it was accepted
 * @param instance the instance that was asked last
 * @param detail what came back
 */
record Attempt(String customer, int sequence, String reference, Outcome outcome, @Nullable String order,
		String instance, String detail) {

	enum Outcome {

		/** Answered with 201: the order exists. */
		ACCEPTED,

		/** Sent, but not answered, or answered with a failure: the order may exist. */
		UNCERTAIN,

		/** Answered with a status that nothing explains. */
		REFUSED

	}

}
