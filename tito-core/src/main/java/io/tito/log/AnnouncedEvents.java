package io.tito.log;

import java.util.Collection;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

import io.tito.client.Timestamp;
import io.tito.key.Key;

/**
 * The announced events of a partition that a cursor has not settled. Each announcement is
 * taken in once and its events leave one by one, so that a look costs what is new and not
 * what was announced in the last minute. Not thread-safe.
 */
final class AnnouncedEvents {

	private final int partition;

	private final NavigableMap<Key, Announcements.Late> takenIn = new TreeMap<>();

	/** With the latest base of their announcements. */
	private final NavigableMap<Position, Timestamp> open = new TreeMap<>();

	private Announcements last = Announcements.NONE;

	AnnouncedEvents(int partition) {
		this.partition = partition;
	}

	/**
	 * Take in what a look shows. Whoever sees an event sees its announcement (design rule
	 * W3): none that is settled already is taken for an open one.
	 * @param now the announcements of the look
	 * @param since those with an earlier base, to the millisecond, do not matter any more
	 */
	void update(Announcements now, Timestamp since) {
		if (now != this.last) {
			now.rows().forEach((row) -> takeIn(row, since));
			this.last = now;
		}
		while (!this.takenIn.isEmpty() && isBefore(this.takenIn.firstEntry().getValue().base(), since)) {
			forget(this.takenIn.pollFirstEntry().getValue(), since);
		}
	}

	private void takeIn(Announcements.Late row, Timestamp since) {
		Collection<Position> announced = row.positions(this.partition);
		if (announced.isEmpty() || isBefore(row.base(), since) || this.takenIn.putIfAbsent(row.row(), row) != null) {
			return;
		}
		announced.forEach((position) -> this.open.merge(position, row.base(), AnnouncedEvents::later));
	}

	private void forget(Announcements.Late row, Timestamp since) {
		for (Position position : row.positions(this.partition)) {
			this.open.computeIfPresent(position, (same, base) -> isBefore(base, since) ? null : base);
		}
	}

	private static boolean isBefore(Timestamp base, Timestamp since) {
		return base.physical() < since.physical();
	}

	private static Timestamp later(Timestamp one, Timestamp other) {
		return one.isBefore(other) ? other : one;
	}

	/**
	 * Those that a cursor has passed: they are late if they are visible.
	 * @param position where the cursor is
	 * @return the caller's own
	 */
	NavigableSet<Position> passed(Position position) {
		return new TreeSet<>(this.open.headMap(position, true).keySet());
	}

	boolean hasPassed(Position position) {
		return !this.open.isEmpty() && !this.open.firstKey().isAfter(position);
	}

	void settle(Collection<LoggedEvent> events) {
		if (!this.open.isEmpty()) {
			events.forEach((event) -> this.open.remove(event.position()));
		}
	}

}
