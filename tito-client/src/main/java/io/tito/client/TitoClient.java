package io.tito.client;

import java.time.Duration;

import io.tito.key.Key;
import org.jspecify.annotations.Nullable;

/**
 * A connection to one TiKV cluster. Thread-safe; one per application is enough.
 */
public interface TitoClient extends AutoCloseable {

	/**
	 * A fresh timestamp: greater than every one that anybody was given before this call.
	 * @return the timestamp
	 */
	Timestamp timestamp();

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
	 */
	Snapshot snapshot(Timestamp at);

	default Transaction begin() {
		return begin(TransactionOptions.defaults());
	}

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
