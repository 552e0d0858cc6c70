package io.tito.log;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
			Homes homes = new Homes(transaction, id, turns);
			List<BuriedEvent> present = present(homes.locked(id), letters);
			for (BuriedEvent event : present) {
				transaction.delete(event.key());
				homes.of(event).add(event);
			}
			homes.write();
			return present.size();
		});
	}

	int discard(PartitionId id, List<BuriedEvent> letters) {
		return this.transactions.run("Discarding dead letters on " + id, (transaction) -> {
			Homes homes = new Homes(transaction, id, new Turns(null));
			List<BuriedEvent> present = present(homes.locked(id), letters);
			for (BuriedEvent event : present) {
				transaction.delete(event.key());
				homes.of(event).release(event.letter());
			}
			homes.write();
			return present.size();
		});
	}

	private static List<BuriedEvent> present(LockedPartition locked, List<BuriedEvent> letters) {
		Map<Key, byte[]> rows = locked.at().getAll(letters.stream().map(BuriedEvent::key).toList());
		return letters.stream().filter((event) -> rows.containsKey(event.key())).toList();
	}

	/**
	 * The partitions that a transaction changes: that of the dead letters, and those that
	 * it has given lanes to since.
	 */
	private final class Homes {

		private final Transaction transaction;

		private final PartitionId from;

		private final Turns turns;

		private final PartitionHistory history;

		private final Map<Integer, LockedPartition> locked = new TreeMap<>();

		private final Map<Integer, Lanes> lanes = new TreeMap<>();

		Homes(Transaction transaction, PartitionId from, Turns turns) {
			this.transaction = transaction;
			this.from = from;
			this.turns = turns;
			this.history = DeadLetterWriter.this.log.currentSettings(from.type()).history();
		}

		LockedPartition locked(PartitionId id) {
			return this.locked.computeIfAbsent(id.partition(),
					(number) -> DeadLetterWriter.this.log.lock(this.transaction, id));
		}

		/**
		 * Where the lane of a dead letter is by now.
		 */
		Lanes of(BuriedEvent buried) {
			StoredEvent event = buried.letter().event();
			int home = (event == null || event.placed()) ? this.from.partition() : this.history.home(event.key(),
					this.from.partition(), (partition) -> locked(sibling(partition)).state().grown());
			return this.lanes.computeIfAbsent(home,
					(number) -> new Lanes(this.transaction, locked(sibling(home)), sibling(home), this.turns));
		}

		void write() {
			this.lanes.values().forEach((changed) -> {
				if (changed.write()) {
					PartitionId id = changed.id;
					this.transaction.put(DeadLetterWriter.this.log.stateKey(id),
							locked(id).state().operated().encode());
				}
			});
		}

		private PartitionId sibling(int partition) {
			return new PartitionId(this.from.type(), this.from.group(), partition);
		}

	}

	/**
	 * The lanes that a transaction changes in a partition.
	 */
	private final class Lanes {

		private final Transaction transaction;

		private final Snapshot at;

		private final long now;

		private final PartitionId id;

		private final Turns turns;

		private final Map<String, Lane> changed = new HashMap<>();

		private boolean written;

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
			this.written = true;
		}

		void release(DeadLetter letter) {
			Lane lane = find(letter.lane());
			if (lane != null && lane.isHeld() && lane.head().equals(letter.position())) {
				this.changed.put(letter.lane(), lane.released(this.now));
			}
		}

		/**
		 * Write what has changed.
		 * @return whether anything has
		 */
		boolean write() {
			this.changed.forEach((name, lane) -> this.transaction.put(row(name), lane.encode()));
			return this.written || !this.changed.isEmpty();
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
