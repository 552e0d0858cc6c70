package io.tito.log;

import java.util.NavigableSet;
import java.util.TreeSet;

import io.tito.client.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * The first keys of a partition behind a position, at the snapshot of one sweep: read
 * once for all groups that look at about the same place, as idle ones do. Thread-safe.
 */
final class SharedKeys {

	private final PartitionRange range;

	private final Snapshot snapshot;

	private @Nullable Position after;

	private NavigableSet<Position> found = new TreeSet<>();

	private boolean complete;

	SharedKeys(PartitionRange range, Snapshot snapshot) {
		this.range = range;
		this.snapshot = snapshot;
	}

	/**
	 * The first keys behind a position.
	 * @param bound the position
	 * @param limit how many are wanted
	 * @return so many at least, if there are; the caller's own
	 */
	synchronized NavigableSet<Position> following(Position bound, int limit) {
		Position known = this.after;
		if (known != null && !known.isAfter(bound)) {
			NavigableSet<Position> rest = new TreeSet<>(this.found.tailSet(bound, false));
			if (this.complete || rest.size() >= limit) {
				return rest;
			}
		}
		this.found = this.range.following(this.snapshot, bound, limit);
		this.complete = this.found.size() < limit;
		this.after = bound;
		return new TreeSet<>(this.found);
	}

}
