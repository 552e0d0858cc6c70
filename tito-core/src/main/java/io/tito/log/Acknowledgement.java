package io.tito.log;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import io.tito.client.Transaction;
import io.tito.key.Key;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction of an owner will write: progress of the cursor, events that are
 * parked or taken out of their lanes, dead letters. Nothing is stored and the owner's
 * memory does not change before it is committed. Not thread-safe.
 */
public final class Acknowledgement {

	private static final int ERROR_LENGTH = 1000;

	private final LogKeys keys;

	private final PartitionId id;

	private Map<String, Lane> before;

	private final Map<String, Optional<Lane>> lanes = new LinkedHashMap<>();

	private final Map<Key, byte[]> puts = new LinkedHashMap<>();

	private final Set<Key> deletes = new LinkedHashSet<>();

	private @Nullable LogPage settled;

	private int grown;

	Acknowledgement(LogKeys keys, PartitionId id, Map<String, Lane> lanes) {
		this.keys = keys;
		this.id = id;
		this.before = lanes;
	}

	/**
	 * Move the cursor over a page, each event of which was handled or is parked or buried
	 * by this acknowledgement.
	 * @param page the page
	 */
	public void settle(LogPage page) {
		this.settled = page;
	}

	/**
	 * A lane as this acknowledgement leaves it.
	 * @param lane the lane
	 * @return its row, or null if the lane is not parked
	 */
	public @Nullable Lane lane(String lane) {
		Optional<Lane> changed = this.lanes.get(lane);
		return (changed != null) ? changed.orElse(null) : this.before.get(lane);
	}

	/**
	 * Park an event of the log: behind what is parked of its lane, or due at once.
	 * @param event the event
	 * @param now the oracle's time in milliseconds
	 */
	public void park(LoggedEvent event, long now) {
		Lane lane = lane(event.lane());
		putParked(event);
		change(event.lane(), (lane != null) ? lane.with(event.position()) : new Lane(event.position(), 1, 0, now, ""));
	}

	/**
	 * Keep an event as the head of its parked lane, to be tried later.
	 * @param event the event, from the log or from the lane
	 * @param attempts how often it was tried by now
	 * @param next when to try it next, in milliseconds of the oracle's time
	 * @param error what went wrong
	 */
	public void retry(LoggedEvent event, int attempts, long next, String error) {
		retry(event, attempts, next, error, 0);
	}

	/**
	 * Keep an event as the head of its parked lane, to be tried later.
	 * @param event the event, from the log or from the lane
	 * @param attempts how often it was tried by now
	 * @param next when to try it next, in milliseconds of the oracle's time
	 * @param error what went wrong
	 * @param unreadableSince since when it cannot be read, in milliseconds of the
	 * oracle's time; 0 if that is not what went wrong
	 */
	public void retry(LoggedEvent event, int attempts, long next, String error, long unreadableSince) {
		Lane lane = lane(event.lane());
		long others = (lane != null) ? lane.count() : 0;
		long count = event.parked() ? others : others + 1;
		if (!event.parked()) {
			putParked(event);
		}
		change(event.lane(), new Lane(event.position(), count, attempts, next, shortened(error), unreadableSince));
	}

	/**
	 * Take an event out of its parked lane; without effect on an event of the log.
	 * @param event the event
	 */
	public void remove(LoggedEvent event) {
		if (!event.parked()) {
			return;
		}
		Key row = this.keys.parked(this.id.type(), this.id.group(), this.id.partition(), event.lane(),
				event.position());
		this.puts.remove(row);
		this.deletes.add(row);
		Lane lane = lane(event.lane());
		change(event.lane(), (lane != null && lane.count() > 1) ? lane.without(event.position()) : null);
	}

	/**
	 * Remove the row of a lane that holds no event any more.
	 * @param lane the lane
	 */
	public void forget(String lane) {
		change(lane, null);
	}

	/**
	 * Make an event a dead letter; its lane goes on.
	 * @param event the event, from the log or from its lane
	 * @param attempts how often it was tried
	 * @param now the oracle's time in milliseconds
	 * @param error what went wrong
	 */
	public void bury(LoggedEvent event, int attempts, long now, String error) {
		Key row = this.keys.deadLetter(this.id.type(), this.id.group(), this.id.partition(), event.position());
		this.puts.put(row, DeadLetter.encode(event, attempts, now, shortened(error)));
		remove(event);
	}

	/**
	 * Make an event a dead letter; its lane waits until an operator acts.
	 * @param event the event, from the log or from its lane
	 * @param attempts how often it was tried
	 * @param now the oracle's time in milliseconds
	 * @param error what went wrong
	 */
	public void hold(LoggedEvent event, int attempts, long now, String error) {
		bury(event, attempts, now, error);
		Lane rest = lane(event.lane());
		// no attempts: they belong to the event that is gone
		change(event.lane(),
				new Lane(event.position(), (rest != null) ? rest.count() : 0, 0, Lane.HELD, shortened(error)));
	}

	/**
	 * Give a parked event to another partition.
	 */
	void move(Key from, Key to, byte[] row) {
		this.deletes.add(from);
		this.puts.put(to, row);
	}

	/**
	 * Write a row of another partition.
	 */
	void put(Key row, byte[] value) {
		this.puts.put(row, value);
	}

	/**
	 * Change a lane that leaves for another partition.
	 * @param row what is left of it; null if it is gone
	 */
	void leave(String lane, @Nullable Lane row) {
		change(lane, row);
	}

	/**
	 * Say that the partition has passed a switch to more partitions.
	 * @param number the number of the switch
	 */
	void grow(int number) {
		this.grown = number;
	}

	/**
	 * The switch that is passed; 0 if it is none.
	 */
	int grown() {
		return this.grown;
	}

	@Nullable LogPage settled() {
		return this.settled;
	}

	/**
	 * Build on lanes that an operator has changed.
	 * @param lanes all lanes as they are now
	 * @return whether that is possible: none of those that this one changes is another
	 */
	boolean rebase(Map<String, Lane> lanes) {
		for (String lane : this.lanes.keySet()) {
			if (!Objects.equals(this.before.get(lane), lanes.get(lane))) {
				return false;
			}
		}
		this.before = lanes;
		return true;
	}

	void write(Transaction transaction) {
		this.puts.forEach(transaction::put);
		this.deletes.forEach(transaction::delete);
		this.lanes.forEach((lane, row) -> {
			Key key = this.keys.lane(this.id.type(), this.id.group(), this.id.partition(), lane);
			row.ifPresentOrElse((value) -> transaction.put(key, value.encode()), () -> transaction.delete(key));
		});
	}

	Map<String, Lane> lanesAfter() {
		Map<String, Lane> after = new HashMap<>(this.before);
		this.lanes
			.forEach((lane, row) -> row.ifPresentOrElse((value) -> after.put(lane, value), () -> after.remove(lane)));
		return after;
	}

	private void putParked(LoggedEvent event) {
		Key row = this.keys.parked(this.id.type(), this.id.group(), this.id.partition(), event.lane(),
				event.position());
		this.puts.put(row, event.row());
	}

	private void change(String lane, @Nullable Lane row) {
		this.lanes.put(lane, Optional.ofNullable(row));
	}

	private static String shortened(String error) {
		return (error.length() > ERROR_LENGTH) ? error.substring(0, ERROR_LENGTH) : error;
	}

}
