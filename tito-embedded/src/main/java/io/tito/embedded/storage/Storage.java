package io.tito.embedded.storage;

import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * Keeps locks and write records per key, and beside them raw keys with values. Knows
 * nothing of transactions; the caller sees to it that nobody reads while a batch is
 * applied.
 */
public interface Storage extends AutoCloseable {

	/**
	 * What is stored about a key.
	 * @param key the key
	 * @return its records; empty ones if the key is not known
	 */
	KeyRecords records(ByteString key);

	/**
	 * Visit the keys of a range that a reader may care about, in order: those that are
	 * locked or have a put or delete.
	 * @param range the range
	 * @param descending whether the greatest key comes first
	 * @param values whether values are wanted; if not, records may come without theirs
	 * @param visitor takes a key's records and returns whether to go on
	 */
	void scan(KeyRange range, boolean descending, boolean values, Predicate<? super KeyRecords> visitor);

	/**
	 * Visit all keys about which anything is stored, in order.
	 * @param range the range
	 * @param visitor takes a key's records and returns whether to go on
	 */
	void scanAll(KeyRange range, Predicate<? super KeyRecords> visitor);

	/**
	 * The keys of a range that are locked, in order. Its cost does not depend on keys
	 * that are not locked.
	 * @param range the range
	 * @return their records, found while one iterates
	 */
	Iterable<? extends KeyRecords> locked(KeyRange range);

	/**
	 * The value of a raw key.
	 * @param key the key
	 * @return its value, or null if there is none
	 */
	@Nullable ByteString raw(ByteString key);

	/**
	 * Visit the raw keys of a range, in order.
	 * @param range the range
	 * @param descending whether the greatest key comes first
	 * @param visitor takes key and value and returns whether to go on
	 */
	void scanRaw(KeyRange range, boolean descending, BiPredicate<ByteString, ByteString> visitor);

	/**
	 * Apply changes, all of them or none.
	 * @param changes what to change, in order
	 */
	void apply(List<Change> changes);

	/**
	 * Forget all keys of a range with everything about them, whatever its state.
	 * @param range the range
	 */
	void destroy(KeyRange range);

	/**
	 * See to it that everything applied until now survives the end of this process, if it
	 * is to survive at all: to be called before something that was read is told.
	 * Thread-safe.
	 */
	void handOver();

	/**
	 * Run something once everything applied until now survives a crash. Thread-safe.
	 * @param next what to run, here or in another thread; must not block
	 */
	void whenDurable(Runnable next);

	/**
	 * Whether anything is to be waited for until it is durable.
	 * @return false if {@link #whenDurable} runs what it is given at once
	 */
	boolean isDurable();

	/**
	 * What the cluster remembers besides keys.
	 * @return its state
	 */
	ClusterState clusterState();

	@Override
	void close();

}
