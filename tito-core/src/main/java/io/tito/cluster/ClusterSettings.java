package io.tito.cluster;

import java.time.Duration;

/**
 * How instances keep track of each other.
 *
 * @param session how long an instance counts as alive after its last renewal, in the
 * oracle's time; it is renewed each third of that
 * @param refresh how often the members are looked at
 */
public record ClusterSettings(Duration session, Duration refresh) {

	/** Sessions of 15 seconds, looked at each second. */
	public static final ClusterSettings DEFAULTS = new ClusterSettings(Duration.ofSeconds(15), Duration.ofSeconds(1));

	public ClusterSettings {
		if (session.toMillis() < 3 || refresh.toMillis() < 1 || refresh.multipliedBy(3).compareTo(session) > 0) {
			throw new IllegalArgumentException(
					"A session has to be at least three times as long as the interval at which members are looked at: %s, %s"
						.formatted(session, refresh));
		}
	}

	Duration renewal() {
		return this.session.dividedBy(3);
	}

	/**
	 * How much earlier than its session's end an instance stops, for clocks that run at
	 * different rates and for work in hand.
	 */
	Duration margin() {
		return this.session.dividedBy(5);
	}

}
