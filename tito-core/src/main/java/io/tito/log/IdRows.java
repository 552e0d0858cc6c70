package io.tito.log;

import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

import io.tito.client.CommitOutcome;
import io.tito.client.Entry;
import io.tito.client.Scan;
import io.tito.client.Transaction;
import io.tito.key.Key;

/**
 * Rows that are kept for events under their ids, which lie in no order of time: looked
 * through a part at a time, each round where the last one ended. Not thread-safe.
 */
final class IdRows {

	private static final int PAGE = 1000;

	private static final int PAGES = 20;

	private final EventLog log;

	private final Key prefix;

	private Key next;

	IdRows(EventLog log, Key prefix) {
		this.log = log;
		this.prefix = prefix;
		this.next = prefix;
	}

	/**
	 * Remove rows from the next part.
	 * @param over whether a row is not needed any more
	 * @param fence run in each transaction before its commit
	 * @return how many were removed
	 */
	int remove(BiPredicate<Key, byte[]> over, Consumer<Transaction> fence) {
		int removed = 0;
		for (int page = 0; page < PAGES; page++) {
			Transaction transaction = this.log.client().begin();
			try {
				List<Entry> rows = transaction.scan(Scan.range(this.next, this.prefix.prefixEnd()).limit(PAGE));
				List<Entry> gone = rows.stream().filter((row) -> over.test(row.key(), row.value())).toList();
				removed += delete(transaction, gone, fence) ? gone.size() : 0;
				if (rows.size() < PAGE) {
					this.next = this.prefix;
					return removed;
				}
				this.next = rows.get(rows.size() - 1).key().next();
			}
			catch (RuntimeException ex) {
				transaction.rollback();
				throw ex;
			}
		}
		return removed;
	}

	private static boolean delete(Transaction transaction, List<Entry> rows, Consumer<Transaction> fence) {
		if (rows.isEmpty()) {
			transaction.rollback();
			return false;
		}
		rows.forEach((row) -> transaction.delete(row.key()));
		fence.accept(transaction);
		return transaction.commit() instanceof CommitOutcome.Committed;
	}

}
