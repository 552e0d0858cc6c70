package io.tito.log;

import java.util.NavigableSet;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * The first keys of a partition behind a position, at the snapshot of one sweep: read
 * once for all groups that look at about the same place, as idle ones do. Thread-safe.
 */
final class SharedKeys {

	private final PartitionRange range;

	private final Prefetched snapshot;

	private @Nullable Position after;

	private NavigableSet<Position> found = new TreeSet<>();

	private boolean complete;

	SharedKeys(PartitionRange range, Prefetched snapshot) {
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
		NavigableSet<Position> known = known(bound, limit);
		if (known != null) {
			return known;
		}
		this.found = this.range.following(this.snapshot, bound, limit);
		this.complete = this.found.size() < limit;
		this.after = bound;
		return new TreeSet<>(this.found);
	}

	/**
	 * The first keys behind a position, if they need not be asked for.
	 * @return as for {@link #following}; null if the sweep has not read them
	 */
	synchronized @Nullable NavigableSet<Position> foreseen(Position bound, int limit) {
		NavigableSet<Position> known = known(bound, limit);
		if (known == null && this.snapshot.holds(this.range.following(bound, limit))) {
			return following(bound, limit);
		}
		return known;
	}

	private @Nullable NavigableSet<Position> known(Position bound, int limit) {
		Position known = this.after;
		if (known == null || known.isAfter(bound)) {
			return null;
		}
		NavigableSet<Position> rest = new TreeSet<>(this.found.tailSet(bound, false));
		return (this.complete || rest.size() >= limit) ? rest : null;
	}

}
