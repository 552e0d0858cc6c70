package io.tito.sample.reminder;

/**
 * The payload of a reminder's event.
 */
record RememberOrder(String orderId) {

	/** The type of the events. */
	static final String EVENTS = "reminder";

}
