package io.tito.cluster;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * One incarnation of this instance, and until when its session surely holds by the
 * monotonic clock. Thread-safe.
 */
final class Session {

	private static final SecureRandom RANDOM = new SecureRandom();

	private final String incarnation = HexFormat.of().toHexDigits(RANDOM.nextLong());

	private volatile boolean registered;

	private volatile boolean over;

	private volatile long safeUntil;

	String incarnation() {
		return this.incarnation;
	}

	boolean isRegistered() {
		return this.registered;
	}

	boolean isOver() {
		return this.over;
	}

	boolean isLive(long nanos) {
		return this.registered && !this.over && nanos - this.safeUntil < 0;
	}

	void renewed(long until) {
		this.safeUntil = until;
		this.registered = true;
	}

	/**
	 * Another incarnation has begun.
	 * @return whether that is news
	 */
	boolean end() {
		boolean news = !this.over;
		this.over = true;
		return news;
	}

}
