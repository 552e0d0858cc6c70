package io.tito.embedded.history;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Timestamps of a history, counted from its own beginning: the same history can be run
 * again at any time. Zero means none, {@link #LATEST} the latest.
 */
final class Time {

	static final long LATEST = Long.MAX_VALUE;

	private static final int LOGICAL_BITS = 18;

	private static final Pattern NUMBER = Pattern.compile("\\b\\d{6,}\\b");

	private Time() {
	}

	static long at(long millis) {
		return millis << LOGICAL_BITS;
	}

	static long physical(long timestamp) {
		return timestamp >>> LOGICAL_BITS;
	}

	static long onWire(long timestamp, long base) {
		if (timestamp == LATEST) {
			return -1;
		}
		return (timestamp == 0) ? 0 : base + timestamp;
	}

	static long ofWire(long timestamp, long base) {
		if (timestamp == -1) {
			return LATEST;
		}
		return (timestamp == 0) ? 0 : timestamp - base;
	}

	/**
	 * A text in which every timestamp is written as milliseconds and counter.
	 */
	static String readable(String text) {
		return NUMBER.matcher(text).replaceAll((match) -> Matcher.quoteReplacement(readable(match)));
	}

	private static String readable(MatchResult match) {
		long timestamp = Long.parseLong(match.group());
		if (timestamp == LATEST) {
			return "latest";
		}
		return physical(timestamp) + "." + (timestamp & ((1 << LOGICAL_BITS) - 1));
	}

}
