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
		return remember(this.range.following(this.snapshot, bound, limit), bound, limit);
	}

	/**
	 * The first keys behind a position, if they need not be asked for.
	 * @return as for {@link #following}; null if the sweep has not read them
	 */
	synchronized @Nullable NavigableSet<Position> foreseen(Position bound, int limit) {
		NavigableSet<Position> known = known(bound, limit);
		if (known != null) {
			return known;
		}
		NavigableSet<Position> read = this.range.foreseen(this.snapshot, bound, limit);
		return (read != null) ? remember(read, bound, limit) : null;
	}

	private NavigableSet<Position> remember(NavigableSet<Position> read, Position bound, int limit) {
		this.found = read;
		this.complete = read.size() < limit;
		this.after = bound;
		return new TreeSet<>(read);
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
