package io.tito.log;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import io.tito.client.Snapshot;
import io.tito.client.Timestamp;
import io.tito.key.Key;
import org.jspecify.annotations.Nullable;

/**
 * Reads the layouts of types. Costs nothing for a type that has as many partitions as it
 * began with, and no read once all is moved. Thread-safe.
 */
final class Layouts {

	private final LogKeys keys;

	private final EventTypes types;

	/** When a partition was seen to have moved all. */
	private final Map<Key, Timestamp> complete = new ConcurrentHashMap<>();

	Layouts(LogKeys keys, EventTypes types) {
		this.keys = keys;
		this.types = types;
	}

	/**
	 * The layouts at a snapshot of those types that have more partitions than at first.
	 */
	Map<String, Layout> read(Snapshot at, Collection<PartitionId> partitions) {
		Map<String, Set<Integer>> wanted = new HashMap<>();
		partitions.forEach((id) -> wanted.computeIfAbsent(id.type(), (type) -> new TreeSet<>()).add(id.partition()));
		Map<String, Layout> layouts = new HashMap<>();
		wanted.forEach((type, numbers) -> {
			PartitionHistory history = this.types.settings(type, at.timestamp()).history();
			if (!history.isEmpty()) {
				layouts.put(type, read(at, type, history, numbers));
			}
		});
		return layouts;
	}

	private Layout read(Snapshot at, String type, PartitionHistory history, Set<Integer> partitions) {
		PartitionSwitch last = new Layout(history, at.timestamp(), Map.of()).last();
		Map<Integer, Position> moved = new HashMap<>();
		if (last != null) {
			for (int partition : partitions) {
				if (partition < last.to() && !isComplete(at, row(type, last, last.parent(partition)))) {
					moved.put(last.parent(partition), last.bound());
				}
			}
			look(at, type, last, moved);
		}
		return new Layout(history, at.timestamp(), moved);
	}

	private void look(Snapshot at, String type, PartitionSwitch last, Map<Integer, Position> moved) {
		if (moved.isEmpty()) {
			return;
		}
		Map<Key, Integer> rows = new HashMap<>();
		moved.keySet().forEach((parent) -> rows.put(row(type, last, parent), parent));
		at.getAll(rows.keySet()).forEach((row, value) -> {
			Position found = decode(row, value);
			int parent = rows.getOrDefault(row, -1);
			if (found.equals(Position.END)) {
				this.complete.merge(row, at.timestamp(), (one, other) -> one.isBefore(other) ? one : other);
				moved.remove(parent);
			}
			else {
				moved.put(parent, found);
			}
		});
	}

	/**
	 * An older snapshot does not know it yet.
	 */
	private boolean isComplete(Snapshot at, Key row) {
		Timestamp since = this.complete.get(row);
		return since != null && !at.timestamp().isBefore(since);
	}

	/**
	 * How far a partition has moved what belongs elsewhere since a switch.
	 */
	Position moved(Snapshot at, String type, PartitionSwitch last, int parent) {
		Key row = row(type, last, parent);
		byte @Nullable [] value = at.get(row);
		return (value != null) ? decode(row, value) : last.bound();
	}

	Key row(String type, PartitionSwitch last, int parent) {
		return this.keys.moved(type, last.to(), parent);
	}

	static byte[] encode(Position position) {
		return Trims.encode(position);
	}

	private static Position decode(Key row, byte[] value) {
		return Trims.decode(row, value);
	}

	/**
	 * Partitions with all others that they depend on.
	 */
	static Set<PartitionId> withParents(Collection<PartitionId> partitions, Map<String, Layout> layouts) {
		Set<PartitionId> all = new LinkedHashSet<>(partitions);
		for (PartitionId id : partitions) {
			Layout layout = layouts.get(id.type());
			if (layout != null) {
				PartitionHistory history = layout.history();
				int child = id.partition();
				for (int number = history.introduced(child); number > 0; number = history.introduced(child)) {
					child = history.get(number).parent(child);
					all.add(new PartitionId(id.type(), id.group(), child));
				}
			}
		}
		return all;
	}

}
