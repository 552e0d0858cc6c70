package io.tito.log;

import java.util.List;

import io.tito.client.Entry;
import io.tito.client.Scan;
import io.tito.client.Transaction;
import io.tito.key.Key;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes a group: first its states, then in bounded batches what it has parked and given
 * up, its registration last. Until then nobody can take a partition of it, so that
 * nothing grows back.
 */
final class GroupRemover {

	private static final Logger logger = LoggerFactory.getLogger(GroupRemover.class);

	private static final int BATCH = 1000;

	private final EventLog log;

	private final OperatorTransactions transactions;

	GroupRemover(EventLog log) {
		this.log = log;
		this.transactions = new OperatorTransactions(log.client());
	}

	GroupRemoval remove(String type, String group) {
		LogKeys keys = this.log.keys();
		String what = "Removing the group '%s' of event type '%s'".formatted(group, type);
		this.transactions.run(what, (transaction) -> close(transaction, type, group));
		this.log.groups().forget(type, group);
		long lanes = clear(what, keys.lanes(type, group));
		long parked = clear(what, keys.parked(type, group));
		long dead = clear(what, keys.deadLetters(type, group));
		this.transactions.run(what, (transaction) -> finish(transaction, type, group));
		this.log.groups().forget(type, group);
		logger.info("Removed the group '{}' of event type '{}' with {} parked events and {} dead letters", group, type,
				parked, dead);
		return new GroupRemoval(lanes, parked, dead);
	}

	/**
	 * Deletes the states of all partitions, also where none is stored: then it is a
	 * conflict for those who would store one now.
	 */
	private boolean close(Transaction transaction, String type, String group) {
		Key row = this.log.keys().group(type, group);
		byte[] stored = transaction.getForUpdate(row);
		if (stored == null) {
			return false;
		}
		transaction.put(row, Registration.decode(row, stored).asLeaving().encode());
		int partitions = this.log.currentSettings(type).partitions();
		for (int partition = 0; partition < partitions; partition++) {
			transaction.delete(this.log.keys().state(type, group, partition));
		}
		return true;
	}

	private boolean finish(Transaction transaction, String type, String group) {
		Key row = this.log.keys().group(type, group);
		byte[] stored = transaction.getForUpdate(row);
		boolean leaving = stored != null && Registration.decode(row, stored).leaving();
		if (leaving) {
			transaction.delete(row);
		}
		return leaving;
	}

	private long clear(String what, Key prefix) {
		long cleared = 0;
		while (true) {
			int batch = this.transactions.run(what, (transaction) -> {
				List<Entry> rows = transaction.scan(Scan.prefix(prefix).withoutValues().limit(BATCH));
				rows.forEach((row) -> transaction.delete(row.key()));
				return rows.size();
			});
			cleared += batch;
			if (batch < BATCH) {
				return cleared;
			}
		}
	}

}
