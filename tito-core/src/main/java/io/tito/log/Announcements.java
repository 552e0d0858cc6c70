package io.tito.log;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

import io.tito.client.Entry;
import io.tito.client.Scan;
import io.tito.client.Snapshot;
import io.tito.client.Timestamp;
import io.tito.key.Key;

/**
 * The announcements of slow commits of one event type, as one snapshot shows them.
 * Immutable.
 * <p>
 * An announcement never changes, and one that writes much names thousands of events: so
 * each is read once, and looks that show the same ones share an instance.
 */
final class Announcements {

	static final Announcements NONE = new Announcements(new TreeMap<>());

	/** By their keys, and so by their bases. */
	private final NavigableMap<Key, Late> rows;

	private Announcements(NavigableMap<Key, Late> rows) {
		this.rows = rows;
	}

	/**
	 * Where announcements are found.
	 * @param keys the key layout
	 * @param type the event type
	 * @param since those with an earlier base are left out, to the millisecond
	 * @return what to read
	 */
	static Scan since(LogKeys keys, String type, Timestamp since) {
		Key from = keys.lateFrom(type, Timestamp.of(since.physical(), 0));
		return Scan.range(from, keys.lates(type).prefixEnd()).withoutValues();
	}

	/**
	 * The announcements of another look.
	 * @param found all that it found
	 * @param at its snapshot, to read those that are not among these
	 * @param keys the key layout
	 * @return what it shows; these if they are the same
	 */
	Announcements followedBy(List<Entry> found, Snapshot at, LogKeys keys) {
		NavigableMap<Key, Late> next = new TreeMap<>();
		NavigableSet<Key> unknown = new TreeSet<>();
		for (Entry entry : found) {
			Late known = this.rows.get(entry.key());
			if (known != null) {
				next.put(entry.key(), known);
			}
			else {
				unknown.add(entry.key());
			}
		}
		if (unknown.isEmpty() && next.size() == this.rows.size()) {
			return this;
		}
		if (!unknown.isEmpty()) {
			// together: new ones have the latest bases
			at.scan(Scan.range(unknown.first(), unknown.last().next()))
				.forEach((entry) -> next.computeIfAbsent(entry.key(), (key) -> Late.decode(entry, keys)));
		}
		return next.isEmpty() ? NONE : new Announcements(next);
	}

	Collection<Late> rows() {
		return this.rows.values();
	}

	/**
	 * One announcement.
	 *
	 * @param row its key
	 * @param base the base of the commit that it announces
	 * @param positions those of the announced events, by partition
	 */
	record Late(Key row, Timestamp base, Map<Integer, List<Position>> positions) {

		private static Late decode(Entry entry, LogKeys keys) {
			Map<Integer, List<Position>> positions = new HashMap<>();
			Announcement.decode(entry.key(), entry.value())
				.events()
				.forEach((event) -> positions.computeIfAbsent(keys.partitionOf(event), (any) -> new ArrayList<>())
					.add(keys.position(event)));
			return new Late(entry.key(), keys.baseOf(entry.key()), positions);
		}

		List<Position> positions(int partition) {
			return this.positions.getOrDefault(partition, List.of());
		}

	}

}
