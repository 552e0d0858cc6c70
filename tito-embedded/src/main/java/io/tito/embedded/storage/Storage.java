package io.tito.embedded.storage;

import java.util.List;

import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * Keeps locks and write records per key. Knows nothing of transactions; the caller sees
 * to it that nobody reads while a batch is applied.
 */
public interface Storage {

	/**
	 * What is stored about a key.
	 * @param key the key
	 * @return its records; empty ones if the key is not known
	 */
	KeyRecords records(ByteString key);

	/**
	 * The keys of a range about which something is stored, in order.
	 * @param range the range
	 * @param descending whether the greatest key comes first
	 * @return their records, found while one iterates
	 */
	Iterable<? extends KeyRecords> scan(KeyRange range, boolean descending);

	/**
	 * The keys of a range that are locked, in order. Its cost does not depend on keys
	 * that are not locked.
	 * @param range the range
	 * @return their records, found while one iterates
	 */
	Iterable<? extends KeyRecords> locked(KeyRange range);

	/**
	 * Apply changes, all of them or none.
	 * @param changes what to change, in order
	 */
	void apply(List<Change> changes);

}
