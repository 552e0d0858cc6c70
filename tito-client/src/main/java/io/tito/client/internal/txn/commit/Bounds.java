package io.tito.client.internal.txn.commit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.tito.client.CommitBound;
import io.tito.client.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * When a transaction may commit: the smallest of each bound, and every announcement. Not
 * thread-safe.
 */
public final class Bounds {

	private final List<CommitBound> bounds = new ArrayList<>();

	private @Nullable Timestamp before;

	public void add(CommitBound bound) {
		this.bounds.add(bound);
	}

	public void before(Timestamp end) {
		this.before = (this.before == null || end.isBefore(this.before)) ? end : this.before;
	}

	/**
	 * Remember the bounds as they are.
	 * @return goes back to them
	 */
	public Runnable mark() {
		int size = this.bounds.size();
		Timestamp end = this.before;
		return () -> {
			this.bounds.subList(size, this.bounds.size()).clear();
			this.before = end;
		};
	}

	/**
	 * Whether there is something to measure from the base timestamp.
	 */
	boolean needBase() {
		return !this.bounds.isEmpty();
	}

	/**
	 * The last commit timestamp that needs nothing more.
	 * @return the timestamp, or null if any will do
	 */
	@Nullable Timestamp promptEnd(Timestamp base) {
		Timestamp end = (this.before != null) ? this.before.previous() : null;
		for (CommitBound bound : this.bounds) {
			end = min(end, base.plus(bound.prompt()));
		}
		return end;
	}

	private static Timestamp min(@Nullable Timestamp one, Timestamp other) {
		return (one == null || other.isBefore(one)) ? other : one;
	}

	/**
	 * Why a transaction may not commit at a timestamp.
	 * @return the reason, or null if it may
	 */
	@Nullable String refusal(Timestamp base, Timestamp commit) {
		if (this.before != null && !commit.isBefore(this.before)) {
			return "It would have committed at %s, but only before %s was allowed".formatted(commit, this.before);
		}
		for (CommitBound bound : this.bounds) {
			if (commit.isAfter(base.plus(bound.max()))) {
				Duration late = Duration.ofMillis(commit.physical() - base.physical());
				return "Its commit took %s, longer than the limit of %s".formatted(late, bound.max());
			}
		}
		return null;
	}

	boolean slow(Timestamp base, Timestamp commit) {
		return this.bounds.stream().anyMatch((bound) -> commit.isAfter(base.plus(bound.prompt())));
	}

	void announce(Timestamp base, Timestamp start) {
		this.bounds.forEach((bound) -> bound.onSlow().announce(base, start));
	}

}
