package io.tito.log;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

import io.tito.client.Entry;
import io.tito.client.Scan;
import io.tito.client.Timestamp;
import io.tito.key.Key;

/**
 * The announcements of slow commits of one event type, as one snapshot shows them.
 * Immutable.
 */
final class Announcements {

	static final Announcements NONE = new Announcements(List.of());

	private final List<Late> rows;

	private Announcements(List<Late> rows) {
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
		return Scan.range(from, keys.lates(type).prefixEnd());
	}

	/**
	 * Take announcements in.
	 * @param entries what was read of them; everything else of the sweep is read at the
	 * same snapshot
	 * @param keys the key layout
	 * @return the announcements
	 */
	static Announcements of(List<Entry> entries, LogKeys keys) {
		List<Late> rows = new ArrayList<>();
		for (Entry entry : entries) {
			rows.add(new Late(keys.baseOf(entry.key()), Announcement.decode(entry.key(), entry.value())));
		}
		return rows.isEmpty() ? NONE : new Announcements(rows);
	}

	/**
	 * The announced events of a partition.
	 * @param events the prefix of the partition's events
	 * @param keys the key layout
	 * @param since those whose announcement has an earlier base are left out
	 * @return their positions
	 */
	NavigableSet<Position> positions(Key events, LogKeys keys, Timestamp since) {
		NavigableSet<Position> positions = new TreeSet<>();
		for (Late row : this.rows) {
			if (row.base().physical() >= since.physical()) {
				row.announcement()
					.events()
					.stream()
					.filter((key) -> key.startsWith(events))
					.map(keys::position)
					.forEach(positions::add);
			}
		}
		return positions;
	}

	private record Late(Timestamp base, Announcement announcement) {

	}

}
