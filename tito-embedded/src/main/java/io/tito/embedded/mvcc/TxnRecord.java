package io.tito.embedded.mvcc;

import io.tito.embedded.storage.KeyRecords;
import io.tito.embedded.storage.Write;
import io.tito.embedded.storage.WriteType;
import org.jspecify.annotations.Nullable;

/**
 * What the write records of a key say about one transaction.
 */
sealed interface TxnRecord {

	record Committed(long commitTs) implements TxnRecord {
	}

	record RolledBack() implements TxnRecord {
	}

	/**
	 * Nothing is known.
	 *
	 * @param overlapped the record of another transaction at the place where a rollback
	 * record would go
	 */
	record None(@Nullable Write overlapped) implements TxnRecord {
	}

	/**
	 * Look for the transaction among the records of a key, from the newest down: with
	 * pessimistic locks the smaller start timestamp may have the greater commit
	 * timestamp.
	 * @param key the key's records
	 * @param startTs the transaction
	 * @return what is known
	 */
	static TxnRecord find(KeyRecords key, long startTs) {
		Write write = key.newest(Timestamps.LATEST);
		while (write != null && write.commitTs() >= startTs) {
			if (write.startTs() == startTs) {
				return ownRecord(write);
			}
			if (write.commitTs() == startTs) {
				return recordOfAnotherAtStart(write);
			}
			write = key.newest(write.commitTs() - 1);
		}
		return new None(null);
	}

	private static TxnRecord ownRecord(Write write) {
		return (write.type() == WriteType.ROLLBACK) ? new RolledBack() : new Committed(write.commitTs());
	}

	private static TxnRecord recordOfAnotherAtStart(Write write) {
		return write.overlappedRollback() ? new RolledBack() : new None(write);
	}

}
