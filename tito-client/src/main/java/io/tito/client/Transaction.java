package io.tito.client;

import java.util.function.Supplier;

import io.tito.key.Key;
import org.jspecify.annotations.Nullable;

/**
 * A transaction: reads at its start timestamp, merged with its own writes, which are kept
 * in memory until {@link #commit()}.
 * <p>
 * It reads what was committed before it began. If it only writes it starts when it
 * commits, so that it conflicts with nothing earlier.
 * <p>
 * Snapshot isolation: of two transactions that overlap and write (or {@link #lock}) the
 * same key, one commits. Not thread-safe. Each transaction is to be ended by
 * {@link #commit()} or {@link #rollback()}; after that every method but
 * {@link #rollback()} throws {@link IllegalStateException}.
 */
public interface Transaction extends Snapshot {

	/**
	 * Write a value.
	 * @param key the key, 1 byte to 4 KiB
	 * @param value the value, 1 byte to 6 MiB
	 * @throws LimitExceededException if one is too large, or the transaction grows beyond
	 * 64 MiB; the transaction stays usable
	 * @throws IllegalArgumentException if the key or the value is empty
	 */
	void put(Key key, byte[] value);

	/**
	 * Write a value under a key that must not exist. Whether it does is found at commit,
	 * where {@link CommitOutcome.KeyExists} is the answer if it does.
	 * @param key the key, as for {@link #put}
	 * @param value the value, as for {@link #put}
	 */
	void insert(Key key, byte[] value);

	void delete(Key key);

	/**
	 * Make the commit fail if another transaction changes or locks the key between now,
	 * or an earlier start of this transaction, and its commit; in a pessimistic
	 * transaction, keep others from that as {@link #getForUpdate} does. Writes nothing.
	 * @param key the key
	 */
	void lock(Key key);

	/**
	 * Read the newest version of a key and keep others from changing it until this
	 * transaction has ended. Waits for a transaction that holds a lock on the key. From
	 * now on {@link #get} and {@link #getAll} show the same value for this key; scans
	 * still show the snapshot.
	 * <p>
	 * The store may lose such a lock, with the process that holds it: what is read is
	 * certain only once the commit has succeeded.
	 * @param key the key
	 * @return its value, or null if there is none
	 * @throws DeadlockException if transactions wait for each other in a circle; this one
	 * has been rolled back
	 * @throws LockTimeoutException if another transaction held the key for longer than
	 * {@link TransactionOptions#lockWait()}; this one stays usable
	 * @throws UnsupportedOperationException if this transaction only reads
	 */
	default byte @Nullable [] getForUpdate(Key key) {
		throw new UnsupportedOperationException("This transaction takes no locks; begin one that writes");
	}

	/**
	 * Add writes that need the base timestamp of the commit. The hook is run once, by
	 * {@link #commit()}, after all other writes are known (design rule W0); several run
	 * in the order in which they were added. An exception rolls the transaction back.
	 * @param hook what to add
	 */
	void onCommit(CommitHook hook);

	/**
	 * Bound the time between base and commit timestamp (design rules W2 and W3). Several
	 * bounds hold together: the smallest of each duration, and every announcement.
	 * @param bound the bound
	 */
	void bound(CommitBound bound);

	/**
	 * Commit before a timestamp or not at all: if the commit timestamp would not be
	 * smaller, the outcome is {@link CommitOutcome.Aborted}.
	 * @param end the first timestamp that is too late
	 */
	void commitBefore(Timestamp end);

	/**
	 * Run something after the commit succeeded, on the committing thread, before
	 * {@link #commit()} returns; not run for any other outcome. Exceptions are logged.
	 * @param action what to run; must be short and must not use this transaction
	 */
	void afterCommit(Runnable action);

	/**
	 * A value that belongs to this transaction, made on first use. Gives layers above a
	 * place for what they buffer.
	 * @param <T> the type of the value
	 * @param type its class, the name of the place
	 * @param factory makes the value if there is none yet
	 * @return the value
	 */
	<T> T attachment(Class<T> type, Supplier<T> factory);

	/**
	 * A point to go back to without giving up the transaction.
	 * @return the point
	 */
	Savepoint savepoint();

	/**
	 * Look now for what {@link #insert} leaves to the commit: a key that was inserted and
	 * exists already. One read of all inserted keys. That none is found promises nothing:
	 * another transaction may still insert one.
	 * @return one such key, or null if there is none
	 */
	@Nullable Key findTaken();

	/**
	 * Commit. An outcome that the network hid is asked for before this method returns, so
	 * {@link CommitOutcome.Unknown} is rare.
	 * @return what became of the transaction
	 * @throws TitoClientException if it surely was not committed for a reason that lies
	 * outside it (no store, deadline); it is rolled back
	 */
	CommitOutcome commit();

	/**
	 * Give up. Does nothing if the transaction has ended.
	 */
	void rollback();

}
