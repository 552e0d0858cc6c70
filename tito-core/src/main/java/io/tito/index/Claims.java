package io.tito.index;

import java.util.HashMap;
import java.util.Map;

import io.tito.client.Transaction;
import io.tito.key.Key;

/**
 * The keys that must be new, as one transaction takes and gives them back. The store
 * checks at commit that a key did not exist; what happens to one key within the
 * transaction is settled here: it may be taken once, and one that is known to exist
 * because it was given back may be taken again without that check.
 */
public final class Claims {

	private final Map<Key, State> states = new HashMap<>();

	private Claims() {
	}

	/**
	 * The claims of a transaction.
	 * @param transaction the transaction
	 * @return its claims
	 */
	public static Claims of(Transaction transaction) {
		return transaction.attachment(Claims.class, Claims::new);
	}

	/**
	 * Whether this transaction has taken a key.
	 * @param key the key
	 * @return whether it is taken
	 */
	public boolean holds(Key key) {
		State state = this.states.get(key);
		return state == State.INSERTED || state == State.REPLACED;
	}

	/**
	 * Write a key that must be new.
	 * @param transaction the transaction
	 * @param key the key, not {@linkplain #holds held}
	 * @param value its value
	 */
	public void take(Transaction transaction, Key key, byte[] value) {
		if (this.states.get(key) == State.RELEASED) {
			transaction.put(key, value);
			this.states.put(key, State.REPLACED);
		}
		else {
			transaction.insert(key, value);
			this.states.put(key, State.INSERTED);
		}
	}

	/**
	 * Delete a key that exists, in the store or in this transaction.
	 * @param transaction the transaction
	 * @param key the key
	 */
	public void release(Transaction transaction, Key key) {
		transaction.delete(key);
		if (this.states.get(key) == State.INSERTED) {
			this.states.remove(key);
		}
		else {
			this.states.put(key, State.RELEASED);
		}
	}

	private enum State {

		/** Taken, and checked at commit. */
		INSERTED,

		/** Existed, was released and is taken again. */
		REPLACED,

		/** Existed and is deleted. */
		RELEASED

	}

}
