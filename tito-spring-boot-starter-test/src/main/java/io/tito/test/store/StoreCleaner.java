package io.tito.test.store;

import java.util.List;
import java.util.function.Consumer;

import io.tito.client.CommitOutcome;
import io.tito.client.Entry;
import io.tito.client.Scan;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.key.Key;
import io.tito.key.Namespace;

/**
 * Removes what an application has stored in its namespace. What describes stored things,
 * and who is a member, is kept: beans of the running application know it by heart.
 */
final class StoreCleaner {

	private static final List<String> CONTENT = List.of("data", "deleted", "index", "unique", "hold", "event",
			"scheduled", "once", "late", "lane", "parked", "dead");

	private static final int BATCH = 1000;

	private static final int ATTEMPTS = 10;

	private final TitoClient client;

	private final Namespace namespace;

	private final Consumer<Runnable> suspended;

	/**
	 * Create one.
	 * @param suspended runs something while no listener holds anything in its memory
	 */
	StoreCleaner(TitoClient client, Namespace namespace, Consumer<Runnable> suspended) {
		this.client = client;
		this.namespace = namespace;
		this.suspended = suspended;
	}

	void clean() {
		this.suspended.accept(() -> CONTENT.forEach((kind) -> clean(this.namespace.prefix(kind))));
	}

	private void clean(Key prefix) {
		int lost = 0;
		int removed;
		do {
			removed = cleanBatch(prefix);
			lost += (removed < 0) ? 1 : 0;
			if (lost == ATTEMPTS) {
				throw new IllegalStateException("The store could not be emptied: somebody else keeps writing to %s. "
						+ "End what writes before the next test".formatted(prefix));
			}
		}
		while (removed != 0);
	}

	private int cleanBatch(Key prefix) {
		Transaction transaction = this.client.begin();
		List<Entry> found = transaction.scan(Scan.prefix(prefix).withoutValues().limit(BATCH));
		if (found.isEmpty()) {
			transaction.rollback();
			return 0;
		}
		found.forEach((entry) -> transaction.delete(entry.key()));
		return (transaction.commit() instanceof CommitOutcome.Committed) ? found.size() : -1;
	}

}
