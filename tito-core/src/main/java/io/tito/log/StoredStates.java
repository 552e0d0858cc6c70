package io.tito.log;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.tito.client.Snapshot;
import io.tito.key.Key;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is stored of groups on partitions. Thread-safe.
 */
final class StoredStates {

	private final LogKeys keys;

	private final Groups groups;

	/** Made once, as sweeps that find nothing do little else. */
	private final Map<PartitionId, Rows> rows = new ConcurrentHashMap<>();

	/** As they were read last: most looks find the same. */
	private final Map<PartitionId, Decoded> known = new ConcurrentHashMap<>();

	StoredStates(LogKeys keys, Groups groups) {
		this.keys = keys;
		this.groups = groups;
	}

	/**
	 * Where the state of a partition is stored.
	 */
	Key row(PartitionId id) {
		return find(id).state();
	}

	Map<PartitionId, Key> rows(Collection<PartitionId> partitions) {
		Map<PartitionId, Key> found = new LinkedHashMap<>();
		partitions.forEach((id) -> found.put(id, row(id)));
		return found;
	}

	/**
	 * Where the registration of the group of a partition is stored.
	 */
	Key registration(PartitionId id) {
		return find(id).group();
	}

	private Rows find(PartitionId id) {
		return this.rows.computeIfAbsent(id, (any) -> new Rows(this.keys.state(id.type(), id.group(), id.partition()),
				this.keys.group(id.type(), id.group())));
	}

	/**
	 * The states of partitions.
	 * @param rows where they are stored
	 * @param stored what is stored there
	 */
	Map<PartitionId, GroupState> decode(Map<PartitionId, Key> rows, Map<Key, byte[]> stored) {
		Map<PartitionId, GroupState> states = new HashMap<>();
		rows.forEach((id, row) -> {
			byte[] value = stored.get(row);
			states.put(id, (value != null) ? decode(id, row, value) : this.groups.initialState(id));
		});
		return states;
	}

	private GroupState decode(PartitionId id, Key row, byte[] value) {
		Decoded last = this.known.get(id);
		if (last != null && Arrays.equals(last.value(), value)) {
			return last.state();
		}
		GroupState state = GroupState.decode(row, value);
		this.known.put(id, new Decoded(value, state));
		return state;
	}

	GroupState read(Snapshot snapshot, PartitionId id) {
		Key row = row(id);
		byte[] value = snapshot.get(row);
		return (value != null) ? GroupState.decode(row, value) : this.groups.initialState(id);
	}

	/**
	 * Where no state is stored yet, one must not be stored if the group was removed.
	 */
	GroupState verified(Snapshot at, PartitionId id, byte @Nullable [] value) {
		if (value == null) {
			this.groups.verify(at, id);
			return this.groups.initialState(id);
		}
		return GroupState.decode(row(id), value);
	}

	/**
	 * The keys of what is stored of a group and of its state on a partition.
	 */
	private record Rows(Key state, Key group) {

	}

	/**
	 * A state and its stored form.
	 */
	private record Decoded(byte[] value, GroupState state) {

	}

}
