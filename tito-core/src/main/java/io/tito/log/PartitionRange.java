package io.tito.log;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

import io.tito.client.Entry;
import io.tito.client.Scan;
import io.tito.client.Snapshot;
import io.tito.key.Key;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one partition of the log, read at a snapshot. Bounds are positions:
 * {@code after} is exclusive, {@code upTo} inclusive. Immutable.
 */
final class PartitionRange {

	private static final int COUNTED = 10_000;

	private final LogKeys keys;

	private final Key events;

	PartitionRange(LogKeys keys, String type, int partition) {
		this.keys = keys;
		this.events = keys.events(type, partition);
	}

	Key prefix() {
		return this.events;
	}

	/**
	 * The positions of a range, without reading values.
	 */
	NavigableSet<Position> positions(Snapshot snapshot, Position after, Position upTo) {
		return positions(snapshot.scan(positions(after, upTo)));
	}

	Scan positions(Position after, Position upTo) {
		return between(after, upTo).withoutValues();
	}

	/**
	 * Those of the positions of a range that are not known: one pass over both, as nearly
	 * all of them are.
	 */
	NavigableSet<Position> positionsBut(NavigableSet<Position> known, Snapshot snapshot, Position after,
			Position upTo) {
		NavigableSet<Position> others = new TreeSet<>();
		Iterator<Position> rest = known.tailSet(after, false).iterator();
		Position next = rest.hasNext() ? rest.next() : Position.END;
		for (Entry entry : snapshot.scan(positions(after, upTo))) {
			Position found = this.keys.position(entry.key());
			while (found.isAfter(next)) {
				next = rest.hasNext() ? rest.next() : Position.END;
			}
			if (!found.equals(next)) {
				others.add(found);
			}
		}
		return others;
	}

	/**
	 * The first positions behind a bound, however far in the future they are due.
	 */
	NavigableSet<Position> following(Snapshot snapshot, Position after, int limit) {
		return positions(snapshot.scan(following(after, limit)));
	}

	/**
	 * The same, if a sweep has read it.
	 * @return the positions; null if the store would have to be asked
	 */
	@Nullable NavigableSet<Position> foreseen(Prefetched sweep, Position after, int limit) {
		List<Entry> known = sweep.known(following(after, limit));
		return (known != null) ? positions(known) : null;
	}

	Scan following(Position after, int limit) {
		return events(after, limit).withoutValues();
	}

	List<LoggedEvent> events(Snapshot snapshot, Position after, Position upTo, int limit) {
		List<LoggedEvent> events = new ArrayList<>();
		for (Entry entry : snapshot.scan(events(after, upTo, limit))) {
			events.add(LoggedEvent.logged(this.keys.position(entry.key()), entry.value()));
		}
		return events;
	}

	Scan events(Position after, Position upTo, int limit) {
		return between(after, upTo).limit(limit);
	}

	/**
	 * Everything behind a bound, however far in the future it is due.
	 */
	Scan events(Position after, int limit) {
		return Scan.range(key(after).next(), this.events.prefixEnd()).limit(limit);
	}

	/**
	 * Those of the given events that are visible, in the order of the log.
	 */
	List<LoggedEvent> events(Snapshot snapshot, Collection<Position> positions) {
		if (positions.isEmpty()) {
			return List.of();
		}
		Map<Key, byte[]> rows = snapshot.getAll(new TreeSet<>(positions).stream().map(this::key).toList());
		List<LoggedEvent> events = new ArrayList<>();
		rows.forEach((key, row) -> events.add(LoggedEvent.logged(this.keys.position(key), row)));
		return events;
	}

	/**
	 * How many events a range holds, read a page at a time.
	 */
	long count(Snapshot snapshot, Position after, Position upTo) {
		long count = 0;
		Key from = key(after).next();
		Key to = key(upTo).next();
		while (true) {
			List<Entry> page = snapshot.scan(Scan.range(from, to).withoutValues().limit(COUNTED));
			count += page.size();
			if (page.size() < COUNTED) {
				return count;
			}
			from = page.get(page.size() - 1).key().next();
		}
	}

	private Scan between(Position after, Position upTo) {
		return Scan.range(key(after).next(), key(upTo).next());
	}

	private NavigableSet<Position> positions(List<Entry> entries) {
		NavigableSet<Position> positions = new TreeSet<>();
		entries.forEach((entry) -> positions.add(this.keys.position(entry.key())));
		return positions;
	}

	private Key key(Position position) {
		return this.events.append(position.text());
	}

}
