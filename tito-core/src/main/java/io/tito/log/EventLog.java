package io.tito.log;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.tito.client.Scan;
import io.tito.client.Snapshot;
import io.tito.client.Timestamp;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.key.Key;
import org.jspecify.annotations.Nullable;

/**
 * The reading end of the log. Thread-safe.
 */
public final class EventLog {

	private final TitoClient client;

	private final LogKeys keys;

	private final EventTypes types;

	private final Groups groups;

	private final Layouts layouts;

	private final StoredStates states;

	/** As they were seen last: they do not change, and most looks show the same. */
	private final Map<String, Announcements> announced = new ConcurrentHashMap<>();

	public EventLog(TitoClient client, LogKeys keys, EventTypes types) {
		this.client = client;
		this.keys = keys;
		this.types = types;
		this.groups = new Groups(client, keys, types);
		this.layouts = new Layouts(keys, types);
		this.states = new StoredStates(keys, this.groups);
	}

	public Groups groups() {
		return this.groups;
	}

	public TypeSettings settings(String type) {
		return this.types.settings(type);
	}

	/**
	 * The settings of a type as they are stored now.
	 */
	TypeSettings currentSettings(String type) {
		return this.types.refresh(type);
	}

	/**
	 * Prepare the store for partitions that were announced.
	 */
	void prepare(String type) {
		this.types.prepare(type, currentSettings(type));
	}

	/**
	 * Look at partitions, at one fresh snapshot.
	 * @param partitions what to look at
	 * @param since the oldest snapshot up to which an owned partition of a type was read
	 * before; types that are left out have no such partition
	 * @return the state of each partition and the announcements of those types
	 */
	public Sweep sweep(Collection<PartitionId> partitions, Map<String, Timestamp> since) {
		return sweep(partitions, since, List.of());
	}

	/**
	 * Look at partitions, at one fresh snapshot, and read in the same trip what their
	 * owner is about to read of them.
	 * @param partitions what to look at
	 * @param since the oldest snapshot up to which an owned partition of a type was read
	 * before; types that are left out have no such partition
	 * @param looks what will be read of owned partitions; what is left out, or turns out
	 * to be needed besides, is read when it is asked for
	 * @return the state of each partition and the announcements of those types
	 */
	public Sweep sweep(Collection<PartitionId> partitions, Map<String, Timestamp> since, Collection<Look> looks) {
		List<Timestamp> starts = this.client.timestamps(Math.min(1 + partitions.size(), TitoClient.MAX_TIMESTAMPS));
		int last = starts.size() - 1;
		Snapshot snapshot = this.client.snapshot(starts.get(last));
		Map<String, Layout> grown = this.layouts.read(snapshot, partitions);
		Collection<PartitionId> all = grown.isEmpty() ? partitions : Layouts.withParents(partitions, grown);
		Map<PartitionId, Key> states = this.states.rows(all);
		Set<Key> rows = new LinkedHashSet<>(states.values());
		// beside the states: this costs no request of its own
		partitions.forEach((id) -> rows.add(this.states.registration(id)));
		Map<String, Scan> lates = new LinkedHashMap<>();
		since.forEach((type, oldest) -> lates.put(type, announced(type, oldest)));
		Set<Scan> scans = new LinkedHashSet<>(lates.values());
		looks.forEach((look) -> scans.addAll(look.scans(snapshot.timestamp())));
		Prefetched read = Prefetched.read(snapshot, rows, scans);
		Map<String, Announcements> announcements = new HashMap<>();
		lates.forEach((type, scan) -> announcements.put(type, announcements(read, type, scan)));
		return new Sweep(read, starts.subList(0, last), this.states.decode(states, read.values()),
				paused(partitions, read.values()), announcements, grown);
	}

	/**
	 * A sweep looks at many partitions of few groups: each registration is read once.
	 */
	private Set<PartitionId> paused(Collection<PartitionId> partitions, Map<Key, byte[]> stored) {
		Map<Key, Boolean> groups = new HashMap<>();
		Set<PartitionId> paused = new HashSet<>();
		for (PartitionId id : partitions) {
			Key group = this.states.registration(id);
			if (groups.computeIfAbsent(group, (key) -> isPaused(key, stored.get(key)))) {
				paused.add(id);
			}
		}
		return paused;
	}

	private static boolean isPaused(Key group, byte @Nullable [] registration) {
		return registration != null && Registration.decode(group, registration).paused();
	}

	/**
	 * The announcements that matter to whoever read everything up to a snapshot.
	 */
	Announcements announcements(Snapshot snapshot, String type, Timestamp readUpTo) {
		return announcements(snapshot, type, announced(type, readUpTo));
	}

	private Announcements announcements(Snapshot snapshot, String type, Scan scan) {
		Announcements last = this.announced.getOrDefault(type, Announcements.NONE);
		Announcements now = last.followedBy(snapshot.scan(scan), snapshot, this.keys);
		if (now != last) {
			this.announced.put(type, now);
		}
		return now;
	}

	private Scan announced(String type, Timestamp readUpTo) {
		Duration max = settings(type).max();
		return Announcements.since(this.keys, type, readUpTo.minus(max));
	}

	Map<PartitionId, GroupState> states(Snapshot snapshot, Collection<PartitionId> partitions) {
		Map<PartitionId, Key> rows = this.states.rows(partitions);
		return this.states.decode(rows, snapshot.getAll(rows.values()));
	}

	GroupState state(Snapshot snapshot, PartitionId id) {
		return this.states.read(snapshot, id);
	}

	/**
	 * Keep the owner from changing a partition until the transaction ends.
	 * @return its state, and a snapshot that shows everything that the owner has written
	 */
	LockedPartition lock(Transaction transaction, PartitionId id) {
		byte[] value = transaction.getForUpdate(stateKey(id));
		Snapshot now = this.client.snapshot();
		return new LockedPartition(this.states.verified(now, id, value), now);
	}

	/**
	 * The state at the start of a transaction that takes the partition.
	 */
	GroupState takenState(Snapshot at, PartitionId id) {
		return this.states.verified(at, id, at.get(stateKey(id)));
	}

	/**
	 * The position up to which retention has removed events.
	 */
	Position trimmed(Snapshot at, String type, int partition) {
		Key row = this.keys.trim(type, partition);
		byte[] value = at.get(row);
		return (value != null) ? Trims.decode(row, value) : Position.START;
	}

	/**
	 * The types that were used, in the order of their names.
	 */
	List<String> types(Snapshot at) {
		Key prefix = this.keys.types();
		return at.scan(Scan.prefix(prefix).withoutValues())
			.stream()
			.map((entry) -> entry.key().text().substring(prefix.text().length()))
			.toList();
	}

	Key stateKey(PartitionId id) {
		return this.states.row(id);
	}

	Layouts layouts() {
		return this.layouts;
	}

	LogKeys keys() {
		return this.keys;
	}

	TitoClient client() {
		return this.client;
	}

}
