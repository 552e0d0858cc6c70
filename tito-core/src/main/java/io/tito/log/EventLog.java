package io.tito.log;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import io.tito.client.Snapshot;
import io.tito.client.Timestamp;
import io.tito.client.TitoClient;
import io.tito.key.Key;

/**
 * The reading end of the log. Thread-safe.
 */
public final class EventLog {

	private final TitoClient client;

	private final LogKeys keys;

	private final EventTypes types;

	private final Groups groups;

	public EventLog(TitoClient client, LogKeys keys, EventTypes types) {
		this.client = client;
		this.keys = keys;
		this.types = types;
		this.groups = new Groups(client, keys, types);
	}

	public Groups groups() {
		return this.groups;
	}

	public TypeSettings settings(String type) {
		return this.types.settings(type);
	}

	/**
	 * Look at partitions, at one fresh snapshot.
	 * @param partitions what to look at
	 * @param since the oldest snapshot up to which an owned partition of a type was read
	 * before; types that are left out have no such partition
	 * @return the state of each partition and the announcements of those types
	 */
	public Sweep sweep(Collection<PartitionId> partitions, Map<String, Timestamp> since) {
		Snapshot snapshot = this.client.snapshot();
		Map<String, Announcements> announcements = new HashMap<>();
		since.forEach((type, oldest) -> announcements.put(type, announcements(snapshot, type, oldest)));
		return new Sweep(snapshot, states(snapshot, partitions), announcements);
	}

	/**
	 * The announcements that matter to whoever read everything up to a snapshot.
	 */
	Announcements announcements(Snapshot snapshot, String type, Timestamp readUpTo) {
		Duration max = settings(type).max();
		return Announcements.read(snapshot, this.keys, type, readUpTo.minus(max));
	}

	Map<PartitionId, GroupState> states(Snapshot snapshot, Collection<PartitionId> partitions) {
		Map<PartitionId, Key> rows = new LinkedHashMap<>();
		partitions.forEach((id) -> rows.put(id, stateKey(id)));
		Map<Key, byte[]> stored = snapshot.getAll(rows.values());
		Map<PartitionId, GroupState> states = new HashMap<>();
		rows.forEach((id, row) -> {
			byte[] value = stored.get(row);
			states.put(id, (value != null) ? GroupState.decode(row, value) : this.groups.initialState(id));
		});
		return states;
	}

	GroupState state(Snapshot snapshot, PartitionId id) {
		Key row = stateKey(id);
		byte[] value = snapshot.get(row);
		return (value != null) ? GroupState.decode(row, value) : this.groups.initialState(id);
	}

	Key stateKey(PartitionId id) {
		return this.keys.state(id.type(), id.group(), id.partition());
	}

	LogKeys keys() {
		return this.keys;
	}

	TitoClient client() {
		return this.client;
	}

}
