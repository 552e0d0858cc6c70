package io.tito.listener.schedule;

/**
 * One line of a history. The times of all processes of a machine can be compared.
 *
 * @param kind what happened
 * @param event the name of the event that it happened to
 * @param group the group that it was delivered to, empty for a publisher
 * @param attempt which attempt a delivery is
 * @param epoch the epoch of the owner that delivers
 * @param nanos when, by the monotonic clock
 */
record Happening(Kind kind, String event, String group, int attempt, long epoch, long nanos) {

	static Happening published(Kind kind, String event) {
		return new Happening(kind, event, "", 0, 0, System.nanoTime());
	}

	String toLine() {
		return String.join("|", this.kind.name(), this.event, this.group, Integer.toString(this.attempt),
				Long.toString(this.epoch), Long.toString(this.nanos));
	}

	static Happening parse(String line) {
		String[] fields = line.split("\\|", -1);
		return new Happening(Kind.valueOf(fields[0]), fields[1], fields[2], Integer.parseInt(fields[3]),
				Long.parseLong(fields[4]), Long.parseLong(fields[5]));
	}

	/**
	 * What may happen to an event. One that has begun and neither was committed nor
	 * rolled back has an outcome that nobody was told.
	 */
	enum Kind {

		/** The transaction that publishes it is about to begin. */
		BEGUN,

		/** Its commit has returned. */
		COMMITTED,

		/** It was rolled back, or its commit failed for sure. */
		ROLLED_BACK,

		/** The commit that takes it back has returned. */
		CANCELLED,

		/** A handler begins. */
		DELIVERED,

		/** A handler ends. */
		HANDLED,

		/** A handler throws. */
		FAILED,

		/** An operator is about to send a group back; no event is named. */
		REPLAYED

	}

}
