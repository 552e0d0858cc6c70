package io.tito.embedded.storage;

import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * A write record: what one transaction did to one key, or that it was rolled back there.
 *
 * @param commitTs the place of the record among those of its key; the start timestamp for
 * a rollback
 * @param type what it says
 * @param startTs the transaction
 * @param value the value of a {@link WriteType#PUT}, else empty
 * @param protectedRollback whether this rollback must not be collapsed away
 * @param overlappedRollback whether, besides what the record says, the transaction that
 * started at {@code commitTs} was rolled back
 */
public record Write(long commitTs, WriteType type, long startTs, ByteString value, boolean protectedRollback,
		boolean overlappedRollback) {

	public static Write committed(WriteType type, long startTs, long commitTs, ByteString value,
			boolean overlappedRollback) {
		return new Write(commitTs, type, startTs, value, false, overlappedRollback);
	}

	public static Write rollback(long startTs, boolean protectedRollback) {
		return new Write(startTs, WriteType.ROLLBACK, startTs, ByteString.EMPTY, protectedRollback, false);
	}

	public Write withOverlappedRollback() {
		return new Write(this.commitTs, this.type, this.startTs, this.value, this.protectedRollback, true);
	}

	/**
	 * Whether the transaction of the given start timestamp is known by this record to be
	 * rolled back.
	 * @param transaction a start timestamp
	 * @return true if it was rolled back
	 */
	public boolean rollsBack(long transaction) {
		return this.commitTs == transaction && (this.type == WriteType.ROLLBACK || this.overlappedRollback);
	}

}
