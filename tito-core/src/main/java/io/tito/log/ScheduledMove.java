package io.tito.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.tito.client.CommitOutcome;
import io.tito.client.Entry;
import io.tito.client.Scan;
import io.tito.client.Transaction;
import io.tito.key.Key;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves events that were scheduled before a switch and are due after it to the partitions
 * where their keys belong since. In the order of the log, a bounded batch per
 * transaction, each of which says how far all is moved: nobody reads further, so every
 * group meets each event in exactly one partition. Whoever owns the old partition for any
 * group does it, once for all of them.
 */
final class ScheduledMove {

	private static final Logger logger = LoggerFactory.getLogger(ScheduledMove.class);

	private static final int BATCH = 128;

	private static final long BYTES = 4 << 20;

	private final EventLog log;

	private final String type;

	private final int parent;

	private final PartitionHistory history;

	private final int number;

	/**
	 * Create one.
	 * @param number the number of a switch that has happened
	 */
	ScheduledMove(EventLog log, String type, int parent, PartitionHistory history, int number) {
		this.log = log;
		this.type = type;
		this.parent = parent;
		this.history = history;
		this.number = number;
	}

	/**
	 * Move some.
	 * @param batches how many transactions to use at most
	 * @return how far all is moved by now; null if somebody else is at it
	 */
	@Nullable Position run(int batches) {
		Position moved = null;
		for (int batch = 0; batch < batches; batch++) {
			moved = batch();
			if (moved == null || moved.equals(Position.END)) {
				return moved;
			}
		}
		return moved;
	}

	private @Nullable Position batch() {
		Transaction transaction = this.log.client().begin();
		try {
			PartitionSwitch last = this.history.get(this.number);
			Position from = this.log.layouts().moved(transaction, this.type, last, this.parent);
			if (from.equals(Position.END)) {
				transaction.rollback();
				return from;
			}
			Position to = move(transaction, from);
			transaction.put(this.log.layouts().row(this.type, last, this.parent), Layouts.encode(to));
			CommitOutcome outcome = transaction.commit();
			if (outcome instanceof CommitOutcome.Unknown unknown) {
				outcome = this.log.client().probe(unknown);
			}
			logger.debug("Moving scheduled events of type '{}' from partition {} up to '{}' ended as {}", this.type,
					this.parent, to, outcome);
			return (outcome instanceof CommitOutcome.Committed) ? to : null;
		}
		catch (RuntimeException ex) {
			transaction.rollback();
			throw ex;
		}
	}

	/**
	 * The transaction began after the switch, so it sees whatever was committed before.
	 */
	private Position move(Transaction transaction, Position from) {
		Key prefix = this.log.keys().events(this.type, this.parent);
		List<Entry> rows = transaction
			.scan(Scan.range(prefix.append(from.text()).next(), prefix.prefixEnd()).limit(BATCH));
		Map<Key, Key> moved = new HashMap<>();
		List<EventId> ids = new ArrayList<>();
		Position to = Position.END;
		long bytes = 0;
		for (int i = 0; i < rows.size(); i++) {
			Entry row = rows.get(i);
			bytes += move(transaction, row, moved, ids);
			if (bytes > BYTES || i + 1 == BATCH) {
				to = this.log.keys().position(row.key());
				break;
			}
		}
		follow(transaction, moved, ids);
		return to;
	}

	private long move(Transaction transaction, Entry row, Map<Key, Key> moved, List<EventId> ids) {
		Position position = this.log.keys().position(row.key());
		StoredEvent event = LoggedEvent.logged(position, row.value()).event();
		// one that this version cannot read stays: nobody can tell its key
		int home = (event == null || event.placed()) ? this.parent
				: this.history.home(event.key(), this.parent, this.number);
		if (event == null || home == this.parent) {
			return 0;
		}
		Key target = this.log.keys().event(this.type, home, position);
		transaction.delete(row.key());
		transaction.put(target, row.value());
		moved.put(row.key(), target);
		ids.add(event.id());
		return row.value().length;
	}

	/**
	 * Whoever cancels or reschedules finds the event by its id.
	 */
	private void follow(Transaction transaction, Map<Key, Key> moved, List<EventId> ids) {
		if (!ids.isEmpty()) {
			transaction.getAll(ids.stream().map(this.log.keys()::scheduled).toList()).forEach((row, value) -> {
				Key target = moved.get(Key.wrap(value));
				if (target != null) {
					transaction.put(row, target.bytes());
				}
			});
		}
	}

}
