package io.tito.client.internal.txn.lock;

import java.util.LinkedHashMap;
import java.util.Map;

import io.tito.client.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * Transactions whose end is known. Only final ends are kept, so entries never become
 * wrong. Thread-safe.
 */
public final class StatusCache {

	private static final int SIZE = 2048;

	private final Map<Timestamp, LockState.Decided> ends = new LinkedHashMap<>() {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<Timestamp, LockState.Decided> eldest) {
			return size() > SIZE;
		}

	};

	/**
	 * Remember an end. A client does so for its own transactions as soon as they are
	 * committed, so that its readers need not ask.
	 * @param start the start timestamp
	 * @param commit the commit timestamp, zero if rolled back
	 */
	public void put(Timestamp start, Timestamp commit) {
		synchronized (this.ends) {
			this.ends.put(start, new LockState.Decided(commit));
		}
	}

	LockState.@Nullable Decided get(Timestamp start) {
		synchronized (this.ends) {
			return this.ends.get(start);
		}
	}

}
