package io.tito.client;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

import io.tito.key.Key;
import org.jspecify.annotations.Nullable;

/**
 * A connection to one TiKV cluster. Thread-safe; one per application is enough.
 */
public interface TitoClient extends AutoCloseable {

	/**
	 * How many timestamps may be asked for at once: the oracle has 262,144 for a
	 * millisecond, and they are there for all instances.
	 */
	int MAX_TIMESTAMPS = 1024;

	/**
	 * A fresh timestamp: greater than every one that anybody was given before this call.
	 * @return the timestamp
	 */
	Timestamp timestamp();

	/**
	 * Fresh timestamps, for one request: to read at the last, and to start a transaction
	 * at each of the others, which then fails if anything that it writes was written
	 * since what was read.
	 * @param count how many, 1 to {@value #MAX_TIMESTAMPS}
	 * @return as many, each the {@link Timestamp#next() next} of the one before; the
	 * first is greater than every one that anybody was given before this call
	 */
	List<Timestamp> timestamps(int count);

	/**
	 * A fresh timestamp as {@link #timestamp()}, or a failure soon: for those who want to
	 * know whether the cluster can be used.
	 * @param within how long to try
	 * @return the timestamp
	 * @throws StoreUnavailableException if there was none by then
	 */
	Timestamp timestamp(Duration within);

	/**
	 * Read one key as it was last committed, without a timestamp: one round trip.
	 * @param key the key
	 * @return the value, or null if there is none
	 */
	byte @Nullable [] get(Key key);

	/**
	 * A snapshot at a fresh timestamp.
	 * @return the snapshot
	 */
	Snapshot snapshot();

	/**
	 * A snapshot at a timestamp that came from the oracle.
	 * @param at the timestamp
	 * @return the snapshot
	 * @throws SnapshotTooOldException if the cluster has collected what it would see; its
	 * reads throw the same once that happens. What a client knows of the safe point may
	 * be ten seconds old: to be sure, {@link #hold} the timestamp
	 */
	Snapshot snapshot(Timestamp at);

	/**
	 * A snapshot that may lie below the safe point. Only for keys that were written once
	 * and never changed: of others it may see less than there was.
	 * @param at a timestamp that came from the oracle
	 * @return the snapshot
	 */
	Snapshot snapshotBelowSafePoint(Timestamp at);

	/**
	 * Keep the versions that a snapshot needs, for reading longer than the cluster keeps
	 * old ones. Hold first, then read.
	 * @param name what for, as an operator will see it: 1 to 64 of
	 * {@code A-Z a-z 0-9 . _ -}
	 * @param at the timestamp to hold
	 * @param ttl how long the hold outlives this process, at least three seconds; it is
	 * renewed each third of that
	 * @return the hold, to be closed
	 * @throws SnapshotTooOldException if it is too late
	 */
	SafePointHold hold(String name, Timestamp at, Duration ttl);

	/**
	 * Removal of old versions from the cluster.
	 * @return the collector of this client's cluster
	 */
	GarbageCollector garbageCollector();

	/**
	 * Make regions begin at keys and spread them over the stores, before data arrives
	 * that would go to one region otherwise. May be repeated: where a region begins
	 * already nothing is done. The store may merge regions that stay empty.
	 * @param keys the keys, none of them empty
	 * @return what was done, after waiting a while for the spreading
	 */
	SplitResult split(Collection<Key> keys);

	default Transaction begin() {
		return begin(TransactionOptions.defaults());
	}

	/**
	 * Begin a transaction.
	 * @param options how it begins and commits
	 * @return the transaction
	 * @throws SnapshotTooOldException if it is to start at a timestamp below the safe
	 * point
	 */
	Transaction begin(TransactionOptions options);

	/**
	 * Decide a transaction whose outcome is unknown. It is rolled back if it had not
	 * committed, so that the answer is final.
	 * @param unknown the outcome that {@link Transaction#commit()} returned
	 * @return committed, aborted, or still unknown
	 */
	CommitOutcome probe(CommitOutcome.Unknown unknown);

	/**
	 * What the cluster says of itself, asked for at each call. Tries no longer than one
	 * request may take.
	 * @return the cluster
	 */
	ClusterInfo cluster();

	/**
	 * Wait, within a bound, for commits that still clean up, then close all connections.
	 */
	@Override
	void close();

}
