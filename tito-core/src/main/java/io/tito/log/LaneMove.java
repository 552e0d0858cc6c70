package io.tito.log;

import java.util.List;
import java.util.TreeSet;

import io.tito.client.CommitOutcome;
import io.tito.client.Entry;
import io.tito.client.Scan;
import io.tito.client.Transaction;
import io.tito.key.Key;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the parked lanes of an owned partition to the partitions where their keys belong
 * since a switch, before those are opened for the group: a bounded number of events per
 * transaction, each of which is the owner's. The last one says in the state that all is
 * given away.
 */
final class LaneMove {

	private static final Logger logger = LoggerFactory.getLogger(LaneMove.class);

	private static final int EVENTS = 200;

	private static final long BYTES = 4 << 20;

	private final EventLog log;

	private final OwnedPartition owned;

	private final PartitionHistory history;

	private final int number;

	/**
	 * Create one.
	 * @param number the number of a switch up to which everything is settled
	 */
	LaneMove(EventLog log, OwnedPartition owned, PartitionHistory history, int number) {
		this.log = log;
		this.owned = owned;
		this.history = history;
		this.number = number;
	}

	/**
	 * Give some lanes away.
	 * @return {@link Growing#AGAIN} or {@link Growing#LOST}
	 */
	Growing run() {
		Transaction transaction = this.log.client().begin();
		try {
			this.owned.verify(transaction);
			Acknowledgement acknowledgement = this.owned.acknowledgement();
			if (give(transaction, acknowledgement)) {
				acknowledgement.grow(this.number);
			}
			this.owned.write(transaction, acknowledgement);
			return committed(transaction.commit(), acknowledgement);
		}
		catch (OwnershipLostException ex) {
			transaction.rollback();
			return Growing.LOST;
		}
		catch (RuntimeException ex) {
			transaction.rollback();
			throw ex;
		}
	}

	private Growing committed(CommitOutcome answered, Acknowledgement acknowledgement) {
		CommitOutcome outcome = (answered instanceof CommitOutcome.Unknown unknown) ? this.log.client().probe(unknown)
				: answered;
		logger.debug("Giving lanes of {} away at switch {} ended as {}", this.owned.id(), this.number, outcome);
		if (outcome instanceof CommitOutcome.Committed) {
			this.owned.committed(acknowledgement);
		}
		return (outcome instanceof CommitOutcome.Unknown) ? Growing.LOST : Growing.AGAIN;
	}

	/**
	 * Put lanes into a transaction until it is full.
	 * @return whether no lane is left to give away
	 */
	private boolean give(Transaction transaction, Acknowledgement acknowledgement) {
		Parcel parcel = new Parcel(transaction, acknowledgement);
		for (String lane : new TreeSet<>(this.owned.lanes())) {
			boolean leaves = this.history.home(lane, partition(), this.number) != partition();
			if (leaves && !parcel.add(lane)) {
				return false;
			}
		}
		return true;
	}

	private int partition() {
		return this.owned.id().partition();
	}

	/**
	 * What one transaction gives away.
	 */
	private final class Parcel {

		private final LogKeys keys = LaneMove.this.log.keys();

		private final PartitionId from = LaneMove.this.owned.id();

		private final Transaction transaction;

		private final Acknowledgement acknowledgement;

		private int events;

		private long bytes;

		Parcel(Transaction transaction, Acknowledgement acknowledgement) {
			this.transaction = transaction;
			this.acknowledgement = acknowledgement;
		}

		/**
		 * Add a lane, or its first part.
		 * @return whether there was room for all of it
		 */
		boolean add(String name) {
			Lane lane = this.acknowledgement.lane(name);
			if (lane == null) {
				return true;
			}
			if (this.events >= EVENTS || this.bytes >= BYTES) {
				return false;
			}
			// an empty lane counts, too: there may be thousands
			this.events++;
			Key prefix = this.keys.parked(this.from.type(), this.from.group(), this.from.partition(), name);
			List<Entry> rows = this.transaction.scan(Scan.prefix(prefix).limit(EVENTS - this.events + 2));
			if (isPlaced(lane, rows)) {
				if (lane.isLeaving()) {
					this.acknowledgement.leave(name, lane.staying(this.transaction.timestamp().physical()));
				}
				return true;
			}
			return move(name, lane, rows);
		}

		private boolean move(String name, Lane lane, List<Entry> rows) {
			PartitionId to = target(name);
			int moved = 0;
			while (moved < rows.size() && this.events <= EVENTS && this.bytes < BYTES) {
				Entry row = rows.get(moved);
				Position position = this.keys.position(row.key());
				this.acknowledgement.move(row.key(),
						this.keys.parked(to.type(), to.group(), to.partition(), name, position), row.value());
				this.bytes += row.value().length;
				this.events++;
				moved++;
			}
			boolean whole = moved == rows.size();
			arrive(to, name, lane, moved, whole);
			this.acknowledgement.leave(name, whole ? null : lane.leaving());
			return whole;
		}

		/**
		 * The partition that it belongs to. After a replay that one may have passed
		 * further switches.
		 */
		private PartitionId target(String lane) {
			PartitionHistory history = LaneMove.this.history;
			int home = history.home(lane, this.from.partition(), LaneMove.this.number,
					(partition) -> (partition == this.from.partition()) ? LaneMove.this.number
							: LaneMove.this.log.state(this.transaction, sibling(partition)).grown());
			return sibling(home);
		}

		private PartitionId sibling(int partition) {
			return new PartitionId(this.from.type(), this.from.group(), partition);
		}

		private void arrive(PartitionId to, String name, Lane lane, int count, boolean whole) {
			Key row = this.keys.lane(to.type(), to.group(), to.partition(), name);
			byte @Nullable [] stored = this.transaction.get(row);
			Lane there = (stored != null) ? Lane.decode(row, stored) : null;
			long now = this.transaction.timestamp().physical();
			this.acknowledgement.put(row, lane.arriving(there, count, whole, now).encode());
			tell(to);
		}

		/**
		 * An owner from before a replay is to load its lanes again; nobody is to become
		 * one meanwhile.
		 */
		private void tell(PartitionId to) {
			Key row = LaneMove.this.log.stateKey(to);
			byte @Nullable [] stored = this.transaction.get(row);
			if (stored != null) {
				this.acknowledgement.put(row, GroupState.decode(row, stored).operated().encode());
			}
			else {
				this.transaction.lock(row);
			}
		}

		/**
		 * What a publisher has put here stays here.
		 */
		private boolean isPlaced(Lane lane, List<Entry> rows) {
			if (!rows.isEmpty()) {
				return isPlaced(LoggedEvent.logged(lane.head(), rows.get(0).value()).event());
			}
			// held for a dead letter
			Key row = this.keys.deadLetter(this.from.type(), this.from.group(), this.from.partition(), lane.head());
			byte @Nullable [] stored = this.transaction.get(row);
			return stored != null
					&& isPlaced(DeadLetter.read(row, this.from.partition(), lane.head(), stored).letter().event());
		}

		private static boolean isPlaced(@Nullable StoredEvent event) {
			return event != null && event.placed();
		}

	}

}
