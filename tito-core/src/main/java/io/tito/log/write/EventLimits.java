package io.tito.log.write;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

import io.tito.log.EventRefusedException;
import org.jspecify.annotations.Nullable;

/**
 * The limits of events, checked before anything is buffered.
 */
final class EventLimits {

	private static final int EVENT = 1 << 20;

	private static final int KEY = 512;

	private static final int HEADERS = 64 << 10;

	static final int EVENTS = 10_000;

	private static final long TRANSACTION = 64L << 20;

	private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

	private EventLimits() {
	}

	static void check(NewEvent event) {
		checkKey(event.type(), event.key());
		checkHeaders(event.type(), event.headers());
		checkSize(event.type(), event.payload().length);
		checkDue(event.type(), event.due());
		checkIdempotencyKey(event.type(), event.idempotencyKey());
	}

	static void checkDue(String type, @Nullable Instant due) {
		if (due != null && (due.isBefore(Instant.EPOCH) || due.isAfter(LAST))) {
			throw new EventRefusedException.DueTimeOutOfRange(type, due);
		}
	}

	static void checkPartition(String type, int partition, int partitions) {
		if (partition < 0 || partition >= partitions) {
			throw new EventRefusedException.NoSuchPartition(type, partition, partitions);
		}
	}

	static void checkSize(String type, int size) {
		if (size > EVENT) {
			throw new EventRefusedException.TooLarge(type, size, EVENT);
		}
	}

	static void checkTransaction(String type, int events, long size) {
		if (events > EVENTS) {
			throw new EventRefusedException.TooManyEvents(type, EVENTS);
		}
		if (size > TRANSACTION) {
			throw new EventRefusedException.TransactionTooLarge(type, size, TRANSACTION);
		}
	}

	private static void checkIdempotencyKey(String type, @Nullable String key) {
		if (key != null && (key.isEmpty() || length(key) > KEY)) {
			throw new EventRefusedException.UnfitIdempotencyKey(type, length(key), KEY);
		}
	}

	private static void checkKey(String type, @Nullable String key) {
		int size = (key != null) ? length(key) : 0;
		if (size > KEY) {
			throw new EventRefusedException.KeyTooLong(type, size, KEY);
		}
	}

	private static void checkHeaders(String type, Map<String, String> headers) {
		long size = 0;
		for (Map.Entry<String, String> header : headers.entrySet()) {
			size += length(header.getKey()) + length(header.getValue());
		}
		if (size > HEADERS) {
			throw new EventRefusedException.HeadersTooLarge(type, size, HEADERS);
		}
	}

	private static int length(String text) {
		return text.getBytes(StandardCharsets.UTF_8).length;
	}

}
