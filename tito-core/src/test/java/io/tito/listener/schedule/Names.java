package io.tito.listener.schedule;

/**
 * The names of events, {@code lane-publisher.transaction.number}: they tell to which lane
 * an event belongs and which others were published with it.
 */
final class Names {

	/** Lanes of scheduled events, whose order is that of their due times. */
	static final String SCHEDULED = "later";

	/** The lane of the events that no handler survives. */
	static final String KILLER = "killer";

	private Names() {
	}

	static String of(String lane, String publisher, int transaction, int number) {
		return lane + "-" + publisher + "." + transaction + "." + number;
	}

	static String lane(String event) {
		return event.substring(0, event.indexOf('-'));
	}

	static boolean isOrdered(String event) {
		return !event.startsWith(SCHEDULED);
	}

	static boolean isKiller(String event) {
		return event.startsWith(KILLER);
	}

	/**
	 * The group whose handlers do not survive such an event.
	 */
	static String killedBy(String event) {
		return Node.GROUPS.get(event.hashCode() & 1);
	}

	static String transaction(String event) {
		return event.substring(0, event.lastIndexOf('.'));
	}

	static int number(String event) {
		return Integer.parseInt(event.substring(event.lastIndexOf('.') + 1));
	}

}
