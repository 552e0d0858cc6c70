package io.tito.log;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.tito.client.CommitOutcome;
import io.tito.client.Scan;
import io.tito.client.Snapshot;
import io.tito.client.Timestamp;
import io.tito.client.TitoClientException;
import io.tito.client.Transaction;
import io.tito.log.OwnerTransactions.Result;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A partition in the hands of its owner: the state as this owner last read or wrote it,
 * and the cursor and lanes that follow from it.
 * <p>
 * Every transaction of an owner writes the state and commits only if the stored state is
 * exactly the one known here. So an owner that was replaced, however long ago and without
 * knowing it, cannot change anything. An owner that learns of a difference drops this
 * object. Not thread-safe.
 */
public final class OwnedPartition {

	private static final Logger logger = LoggerFactory.getLogger(OwnedPartition.class);

	private static final int RELOADS = 3;

	private final EventLog log;

	private final PartitionId id;

	private final OwnerTransactions transactions;

	private final LogCursor cursor;

	private GroupState stored;

	private ParkedLanes lanes;

	private @Nullable Sweep matched;

	private boolean awaited;

	private OwnedPartition(EventLog log, PartitionId id, GroupState stored, Snapshot taken) {
		this.log = log;
		this.id = id;
		this.transactions = new OwnerTransactions(log, id);
		this.stored = stored;
		this.cursor = LogCursor.rebuild(log, id, stored);
		this.lanes = loadLanes(taken);
	}

	/**
	 * Take a partition whose owner is gone, by raising its epoch: one write if the sweep
	 * is fresh.
	 * @param log the log
	 * @param id the partition
	 * @param instance the new owner
	 * @param sweep a sweep that shows the owner to be gone
	 * @return the partition, or null if another was faster
	 * @throws IllegalStateException if the group is not registered any more
	 */
	public static @Nullable OwnedPartition take(EventLog log, PartitionId id, String instance, Sweep sweep) {
		GroupState taken = sweep.state(id).takenBy(instance);
		Snapshot at = new OwnerTransactions(log, id).take(taken, sweep);
		return (at != null) ? new OwnedPartition(log, id, taken, at) : null;
	}

	public PartitionId id() {
		return this.id;
	}

	public long epoch() {
		return this.stored.epoch();
	}

	/**
	 * How many owners in a row were lost before this one without an acknowledgement.
	 * @return the number, 0 once this owner has acknowledged something
	 */
	public int unclean() {
		return this.stored.unclean();
	}

	/**
	 * How many owners may have been lost by an event.
	 * @param event the position of the event
	 * @return the number
	 */
	public int losses(Position event) {
		return this.stored.suspect().losses(event);
	}

	/**
	 * Say in the store, if an owner was lost before this one, that an event comes next:
	 * if this owner is lost as well, that counts against the event.
	 * @param event the position of the event
	 * @return whether it may be handled; if not, this partition is lost and to be dropped
	 */
	public boolean takeInHand(Position event) {
		GroupState next = this.stored.takenInHand(event);
		if (unclean() == 0 || next.equals(this.stored)) {
			return true;
		}
		if (!store((state) -> state.takenInHand(event), acknowledgement())) {
			return false;
		}
		this.stored = this.stored.takenInHand(event);
		return true;
	}

	/**
	 * The snapshot up to which the log was read.
	 * @return the snapshot
	 */
	public Timestamp readUpTo() {
		return this.cursor.snapshot();
	}

	/**
	 * Compare with what a sweep read.
	 * @param sweep a sweep that began after the last transaction of this owner ended
	 * @return whether this is still the owner
	 */
	public boolean matches(Sweep sweep) {
		GroupState found = sweep.state(this.id);
		if (found.isOperated(this.stored)) {
			reload(found.reload(), loadLanes(sweep.snapshot()));
		}
		boolean matches = found.equals(this.stored);
		this.matched = matches ? sweep : null;
		return matches;
	}

	/**
	 * Find what is not settled.
	 * @param sweep a sweep that {@link #matches}
	 * @param limit how many new events to read at most
	 * @param expectEvents whether events are likely, so that a first cheap look is a
	 * waste
	 * @return what was found
	 */
	public LogPage read(Sweep sweep, int limit, boolean expectEvents) {
		return this.cursor.read(sweep, this.id.type(), limit, expectEvents);
	}

	/**
	 * Settle what a sweep has shown if it has shown that there is nothing to do, without
	 * asking the store for anything.
	 * @param sweep a sweep that began after the last transaction of this owner ended
	 * @return the empty page that is settled; null if there may be something to do, and
	 * then nothing has changed
	 */
	public @Nullable LogPage rest(Sweep sweep) {
		if (!sweep.state(this.id).equals(this.stored) || unclean() > 0 || this.awaited
				|| sweep.layout(this.id.type()) != null || !dueLanes(sweep.at().physical(), 1).isEmpty()) {
			return null;
		}
		LogPage page = this.cursor.rest(sweep, this.id.type());
		if (page != null) {
			this.matched = sweep;
			this.cursor.advance(page);
		}
		return page;
	}

	/**
	 * Do what a switch to more partitions wants of the owner: move scheduled events that
	 * belong elsewhere, and once all that is older is settled, give parked lanes away.
	 * @param sweep a sweep that {@link #matches}
	 * @return what the owner is to do next
	 */
	public Growing grow(Sweep sweep) {
		Layout layout = sweep.layout(this.id.type());
		return (layout != null) ? new SwitchWork(this.log, this, layout).run() : Growing.NOTHING;
	}

	/**
	 * The number of the next switch to more partitions that this one has to pass.
	 */
	int nextSwitch(PartitionHistory history) {
		return Math.max(this.stored.grown(), history.introduced(this.id.partition())) + 1;
	}

	/**
	 * Whether everything from before a switch is settled.
	 */
	boolean isBehind(PartitionSwitch one) {
		return !one.bound().isAfter(this.cursor.position()) && !this.cursor.snapshot().isBefore(one.at());
	}

	Set<String> lanes() {
		return this.lanes.byName().keySet();
	}

	/**
	 * What {@link #read} will most likely read, if the sweep is made at a timestamp.
	 */
	List<Scan> foresee(Timestamp at, int limit, boolean expectEvents) {
		return this.cursor.foresee(at, limit, expectEvents);
	}

	/**
	 * Remember that there was nothing. The stored state stays behind, and stays true,
	 * unless somebody waits for it.
	 * @param page an empty page
	 */
	public void skip(LogPage page) {
		if (this.awaited) {
			Acknowledgement progress = acknowledgement();
			progress.settle(page);
			// if it fails, the next look tells why
			commit(progress);
		}
		else {
			this.cursor.advance(page);
		}
	}

	/**
	 * The lanes that are to be tried, in the order in which they became due.
	 * @param now the oracle's time in milliseconds
	 * @param limit the most to return
	 * @return the lanes
	 */
	public List<String> dueLanes(long now, int limit) {
		return this.lanes.due(now, limit);
	}

	/**
	 * When the next lane is to be tried.
	 * @return milliseconds of the oracle's time, null if no lane is parked
	 */
	public @Nullable Long nextLane() {
		return this.lanes.next();
	}

	public @Nullable Lane lane(String lane) {
		return this.lanes.byName().get(lane);
	}

	/**
	 * Read the first events of a parked lane.
	 * @param at a transaction, or the snapshot of a sweep that {@link #matches}
	 * @param lane the lane
	 * @param limit how many
	 * @return the events in order
	 */
	public List<LoggedEvent> parked(Snapshot at, String lane, int limit) {
		return ParkedLanes.events(this.log.keys(), this.id, at, lane, limit);
	}

	public List<LoggedEvent> parked(Sweep sweep, String lane, int limit) {
		return parked(sweep.snapshot(), lane, limit);
	}

	/**
	 * Begin an acknowledgement.
	 * @return an empty one
	 */
	public Acknowledgement acknowledgement() {
		return new Acknowledgement(this.log.keys(), this.id, this.lanes.byName());
	}

	/**
	 * Commit an acknowledgement in a transaction of its own: one trip if the sweep is
	 * fresh.
	 * @param acknowledgement what to commit
	 * @return whether it is committed; if not, this partition is lost and to be dropped
	 */
	public boolean commit(Acknowledgement acknowledgement) {
		if (!store((state) -> next(state, acknowledgement), acknowledgement)) {
			return false;
		}
		committed(acknowledgement);
		return true;
	}

	/**
	 * Make sure, within a transaction that will acknowledge, that this is still the
	 * owner.
	 * @param transaction the transaction
	 * @throws OwnershipLostException if not
	 */
	public void verify(Transaction transaction) {
		if (!this.log.state(transaction, this.id).equals(this.stored)) {
			throw new OwnershipLostException(this.id);
		}
	}

	/**
	 * Add an acknowledgement to a transaction that was {@link #verify verified}.
	 * @param transaction the transaction
	 * @param acknowledgement what to write
	 */
	public void write(Transaction transaction, Acknowledgement acknowledgement) {
		this.transactions.write(transaction, next(this.stored, acknowledgement), acknowledgement);
	}

	/**
	 * Take over into memory what a transaction has {@link #write written}, after its
	 * commit.
	 * @param acknowledgement what was committed
	 */
	public void committed(Acknowledgement acknowledgement) {
		this.stored = next(this.stored, acknowledgement);
		this.awaited = false;
		this.lanes = new ParkedLanes(acknowledgement.lanesAfter());
		this.matched = null;
		LogPage settled = acknowledgement.settled();
		if (settled != null) {
			this.cursor.advance(settled);
		}
	}

	/**
	 * Give the partition back, so that another instance may take it at once.
	 * @return whether that was stored
	 */
	public boolean release() {
		return store((state) -> state.released(this.cursor.position(), this.cursor.snapshot()), acknowledgement());
	}

	private GroupState next(GroupState state, Acknowledgement acknowledgement) {
		LogPage settled = acknowledgement.settled();
		GroupState next = (settled != null) ? state.acknowledged(settled.end(), settled.at())
				: state.acknowledged(this.cursor.position(), this.cursor.snapshot());
		return (acknowledgement.grown() > 0) ? next.grown(acknowledgement.grown()) : next;
	}

	private boolean store(UnaryOperator<GroupState> change, Acknowledgement acknowledgement) {
		Sweep fresh = this.matched;
		this.matched = null;
		Result result = this.transactions.store(this.stored, change.apply(this.stored), acknowledgement, fresh);
		for (int attempt = 0; result == Result.OPERATED && attempt < RELOADS; attempt++) {
			if (!reload(acknowledgement)) {
				return false;
			}
			result = this.transactions.store(this.stored, change.apply(this.stored), acknowledgement, null);
		}
		return result == Result.STORED;
	}

	/**
	 * Load what an operator has changed, in the middle of an acknowledgement.
	 * @return whether the acknowledgement still makes sense
	 */
	private boolean reload(Acknowledgement acknowledgement) {
		try {
			Snapshot now = this.log.client().snapshot();
			GroupState found = this.log.state(now, this.id);
			ParkedLanes loaded = loadLanes(now);
			if (!found.isOperated(this.stored) || !acknowledgement.rebase(loaded.byName())) {
				return false;
			}
			reload(found.reload(), loaded);
			return true;
		}
		catch (TitoClientException ex) {
			// whoever handles the events again must be seen to be another owner
			logger.debug("The lanes of {} could not be loaded", this.id, ex);
			return false;
		}
	}

	private void reload(long count, ParkedLanes loaded) {
		logger.debug("{} loads its lanes again", this.id);
		this.stored = this.stored.reloaded(count);
		this.lanes = loaded;
		this.awaited = true;
	}

	private ParkedLanes loadLanes(Snapshot snapshot) {
		return ParkedLanes.load(this.log.keys(), this.id, snapshot);
	}

}
