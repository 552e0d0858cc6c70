package io.tito.client.internal.txn;

import java.util.LinkedHashMap;
import java.util.Map;

import io.tito.client.Timestamp;

/**
 * Start timestamps that callers have chosen and that transactions of this client have
 * written with. One that starts a second transaction is refused: the store would take
 * both for one. Knows the last few thousand only. Thread-safe.
 */
final class GivenStarts {

	private static final int SIZE = 8192;

	private final Map<Timestamp, Boolean> used = new LinkedHashMap<>() {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<Timestamp, Boolean> eldest) {
			return size() > SIZE;
		}

	};

	/**
	 * Use a timestamp.
	 * @param start the start of a transaction that is about to write or lock
	 * @throws IllegalStateException if another one has it
	 */
	synchronized void use(Timestamp start) {
		if (this.used.putIfAbsent(start, Boolean.TRUE) != null) {
			throw new IllegalStateException(("Two transactions that write were begun with the start timestamp %s, and"
					+ " TiKV would take them for one. Nothing of the second was written; begin each with a timestamp"
					+ " of its own, as TitoClient.timestamps gives them")
				.formatted(start));
		}
	}

}
