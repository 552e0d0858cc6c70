package io.tito.log;

import java.time.Instant;

import org.springframework.dao.InvalidDataAccessApiUsageException;

/**
 * An event was refused before anything of it was buffered; the transaction stays usable.
 * Publishing the same again is pointless. Each limit has its own subtype.
 */
public abstract sealed class EventRefusedException extends InvalidDataAccessApiUsageException {

	private static final long serialVersionUID = 1L;

	private EventRefusedException(String message) {
		super(message);
	}

	/**
	 * The event is larger than 1 MiB. Store the data as a row and publish its id.
	 */
	public static final class TooLarge extends EventRefusedException {

		private static final long serialVersionUID = 1L;

		public TooLarge(String type, long size, long limit) {
			super("An event of type '%s' has %d bytes, the most are %d: store the data as a row and publish its id"
				.formatted(type, size, limit));
		}

	}

	/**
	 * The event's key is longer than 512 bytes.
	 */
	public static final class KeyTooLong extends EventRefusedException {

		private static final long serialVersionUID = 1L;

		public KeyTooLong(String type, long size, long limit) {
			super("The key of an event of type '%s' has %d bytes, the most are %d: use an id or a digest as the key"
				.formatted(type, size, limit));
		}

	}

	/**
	 * The idempotency key is empty or longer than 512 bytes.
	 */
	public static final class UnfitIdempotencyKey extends EventRefusedException {

		private static final long serialVersionUID = 1L;

		public UnfitIdempotencyKey(String type, long size, long limit) {
			super("The idempotency key of an event of type '%s' has %d bytes, it must have 1 to %d: use an id or a digest"
				.formatted(type, size, limit));
		}

	}

	/**
	 * The partition that was asked for does not exist.
	 */
	public static final class NoSuchPartition extends EventRefusedException {

		private static final long serialVersionUID = 1L;

		public NoSuchPartition(String type, int partition, int partitions) {
			super("An event of type '%s' names the partition %d, but the type has the partitions 0 to %d: name one of them or let the key decide"
				.formatted(type, partition, partitions - 1));
		}

	}

	/**
	 * The event's headers are larger than 64 KiB.
	 */
	public static final class HeadersTooLarge extends EventRefusedException {

		private static final long serialVersionUID = 1L;

		public HeadersTooLarge(String type, long size, long limit) {
			super("The headers of an event of type '%s' have %d bytes, the most are %d: put data into the payload"
				.formatted(type, size, limit));
		}

	}

	/**
	 * The due time lies outside the years 1970 to 9999.
	 */
	public static final class DueTimeOutOfRange extends EventRefusedException {

		private static final long serialVersionUID = 1L;

		public DueTimeOutOfRange(String type, Instant due) {
			super("An event of type '%s' is due at %s: a due time lies within the years 1970 to 9999".formatted(type,
					due));
		}

	}

	/**
	 * The transaction holds 10 000 events. Split the work into several transactions.
	 */
	public static final class TooManyEvents extends EventRefusedException {

		private static final long serialVersionUID = 1L;

		public TooManyEvents(String type, int limit) {
			super("An event of type '%s' would be number %d of its transaction, the most are %d: use several transactions"
				.formatted(type, limit + 1, limit));
		}

	}

	/**
	 * The transaction's events are larger than 64 MiB. Split the work into several
	 * transactions.
	 */
	public static final class TransactionTooLarge extends EventRefusedException {

		private static final long serialVersionUID = 1L;

		public TransactionTooLarge(String type, long size, long limit) {
			super("With an event of type '%s' its transaction would hold %d bytes of events, the most are %d: use several transactions"
				.formatted(type, size, limit));
		}

	}

}
