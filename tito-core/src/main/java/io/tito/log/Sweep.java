package io.tito.log;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.tito.client.Snapshot;
import io.tito.client.Timestamp;
import io.tito.key.Key;
import org.jspecify.annotations.Nullable;

/**
 * One look at the log, all of it at one fresh snapshot. Thread-safe.
 */
public final class Sweep {

	private static final long NANOS_PER_MILLI = 1_000_000;

	private final Prefetched snapshot;

	private final long taken = System.nanoTime();

	private final Map<PartitionId, GroupState> states;

	private final Set<PartitionId> paused;

	private final Map<String, Announcements> announcements;

	private final Map<String, Layout> layouts;

	private final Map<Key, SharedKeys> keys = new ConcurrentHashMap<>();

	private final List<Timestamp> starts;

	private final AtomicInteger started = new AtomicInteger();

	Sweep(Prefetched snapshot, List<Timestamp> starts, Map<PartitionId, GroupState> states, Set<PartitionId> paused,
			Map<String, Announcements> announcements, Map<String, Layout> layouts) {
		this.snapshot = snapshot;
		this.starts = starts;
		this.states = states;
		this.paused = paused;
		this.announcements = announcements;
		this.layouts = layouts;
	}

	public Timestamp at() {
		return this.snapshot.timestamp();
	}

	/**
	 * The oracle's time by now, estimated: good enough for deadlines of retries.
	 * @return milliseconds since 1970
	 */
	public long millis() {
		return at().physical() + age();
	}

	/**
	 * How old the snapshot is.
	 * @return milliseconds
	 */
	public long age() {
		return (System.nanoTime() - this.taken) / NANOS_PER_MILLI;
	}

	/**
	 * The state of a partition that was swept.
	 * @param id the partition
	 * @return its state at the snapshot
	 */
	public GroupState state(PartitionId id) {
		GroupState state = this.states.get(id);
		if (state == null) {
			throw new IllegalArgumentException("The partition %s is not part of this sweep".formatted(id));
		}
		return state;
	}

	/**
	 * Whether a partition may be owned: one that came with a switch to more partitions
	 * waits for the one that its keys were in before.
	 * @param id the partition
	 * @return whether it may
	 */
	public boolean isOpen(PartitionId id) {
		Layout layout = layout(id.type());
		return layout == null || layout.isOpen(id.partition(),
				(parent) -> state(new PartitionId(id.type(), id.group(), parent)).grown());
	}

	/**
	 * How the partitions of a type depend on each other; null if they do not.
	 */
	@Nullable Layout layout(String type) {
		return this.layouts.get(type);
	}

	/**
	 * The position up to which a partition may be read.
	 */
	Position limit(PartitionId id) {
		Layout layout = layout(id.type());
		return (layout != null) ? layout.limit(id.partition()) : Position.END;
	}

	/**
	 * Whether nobody is to handle a partition, since its group is paused.
	 * @param id the partition
	 * @return whether an operator has paused it
	 */
	public boolean isPaused(PartitionId id) {
		return this.paused.contains(id);
	}

	/**
	 * A timestamp to start a transaction at that writes what this sweep has shown: it
	 * fails if anybody has written that since. Each is given once, for the store takes
	 * two transactions of one start for one, whatever they write.
	 * @return the timestamp, just before the snapshot; null if there is none left
	 */
	@Nullable Timestamp start() {
		int next = this.started.getAndIncrement();
		return (next < this.starts.size()) ? this.starts.get(next) : null;
	}

	Announcements announcements(String type) {
		return this.announcements.getOrDefault(type, Announcements.NONE);
	}

	/**
	 * The first keys of a partition behind a position, which groups look at together.
	 */
	SharedKeys keys(PartitionRange range) {
		return this.keys.computeIfAbsent(range.prefix(), (prefix) -> new SharedKeys(range, this.snapshot));
	}

	Snapshot snapshot() {
		return this.snapshot;
	}

}
