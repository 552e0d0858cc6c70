package io.tito.log;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.tito.client.Snapshot;
import io.tito.client.Transaction;
import io.tito.key.Key;
import org.jspecify.annotations.Nullable;

/**
 * Changes a few dead letters of one partition in one transaction. Those that are gone
 * meanwhile are left out. Whatever changes lanes raises {@code reload} in the state, so
 * that the owner loads its lanes again.
 */
final class DeadLetterWriter {

	private final EventLog log;

	private final OperatorTransactions transactions;

	DeadLetterWriter(EventLog log) {
		this.log = log;
		this.transactions = new OperatorTransactions(log.client());
	}

	int replay(PartitionId id, List<BuriedEvent> letters, Turns turns) {
		return this.transactions.run("A replay of dead letters on " + id, (transaction) -> {
			LockedPartition locked = this.log.lock(transaction, id);
			List<BuriedEvent> present = present(locked, letters);
			Lanes lanes = new Lanes(transaction, locked, id, turns);
			for (BuriedEvent event : present) {
				transaction.delete(event.key());
				lanes.add(event);
			}
			lanes.write();
			if (!present.isEmpty()) {
				transaction.put(this.log.stateKey(id), locked.state().operated().encode());
			}
			return present.size();
		});
	}

	int discard(PartitionId id, List<BuriedEvent> letters) {
		return this.transactions.run("Discarding dead letters on " + id, (transaction) -> {
			LockedPartition locked = this.log.lock(transaction, id);
			List<BuriedEvent> present = present(locked, letters);
			Lanes lanes = new Lanes(transaction, locked, id, new Turns(null));
			boolean released = false;
			for (BuriedEvent event : present) {
				transaction.delete(event.key());
				released |= lanes.release(event.letter());
			}
			lanes.write();
			if (released) {
				transaction.put(this.log.stateKey(id), locked.state().operated().encode());
			}
			return present.size();
		});
	}

	private static List<BuriedEvent> present(LockedPartition locked, List<BuriedEvent> letters) {
		Map<Key, byte[]> rows = locked.at().getAll(letters.stream().map(BuriedEvent::key).toList());
		return letters.stream().filter((event) -> rows.containsKey(event.key())).toList();
	}

	/**
	 * The lanes that a transaction changes.
	 */
	private final class Lanes {

		private final Transaction transaction;

		private final Snapshot at;

		private final long now;

		private final PartitionId id;

		private final Turns turns;

		private final Map<String, Lane> changed = new HashMap<>();

		Lanes(Transaction transaction, LockedPartition locked, PartitionId id, Turns turns) {
			this.transaction = transaction;
			this.at = locked.at();
			this.now = this.at.timestamp().physical();
			this.id = id;
			this.turns = turns;
		}

		void add(BuriedEvent event) {
			Position position = event.letter().position();
			String name = event.letter().lane();
			Key row = DeadLetterWriter.this.log.keys()
				.parked(this.id.type(), this.id.group(), this.id.partition(), name, position);
			Lane lane = find(name);
			if (lane == null) {
				this.changed.put(name, new Lane(position, 1, 0, this.turns.next(this.now), ""));
			}
			else if (this.at.get(row) == null) {
				this.changed.put(name, lane.released(this.now).with(position));
			}
			this.transaction.put(row, event.row());
		}

		boolean release(DeadLetter letter) {
			Lane lane = find(letter.lane());
			if (lane == null || !lane.isHeld() || !lane.head().equals(letter.position())) {
				return false;
			}
			this.changed.put(letter.lane(), lane.released(this.now));
			return true;
		}

		void write() {
			this.changed.forEach((name, lane) -> this.transaction.put(row(name), lane.encode()));
		}

		private @Nullable Lane find(String name) {
			Lane lane = this.changed.get(name);
			if (lane != null) {
				return lane;
			}
			byte[] stored = this.at.get(row(name));
			return (stored != null) ? Lane.decode(row(name), stored) : null;
		}

		private Key row(String name) {
			return DeadLetterWriter.this.log.keys().lane(this.id.type(), this.id.group(), this.id.partition(), name);
		}

	}

}
