package io.tito.log;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

import io.tito.client.Scan;
import io.tito.client.Snapshot;
import io.tito.client.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * The exact cursor of a group on a partition: the position P, the snapshot S, and the
 * settled events that a later sweep may meet again. The rules are those of the design
 * page of the outbox; {@code read} finds what is not settled, {@code advance} settles it.
 * <p>
 * Lives in the memory of the owner. Not thread-safe.
 */
final class LogCursor {

	/**
	 * With more remembered events than this, an idle check would cost more than it saves.
	 */
	private static final int FEW = 64;

	/**
	 * With more than this, reading their values again costs more than a scan without
	 * them.
	 */
	private static final int VERY_FEW = 8;

	private final PartitionId id;

	private final PartitionRange range;

	private final TypeSettings settings;

	private Position position;

	private Timestamp snapshot;

	/** Those of the window, which an announcement need not name. */
	private final NavigableSet<Position> seen = new TreeSet<>();

	private final AnnouncedEvents announced;

	/** Whether the last page was full: then the next one most likely is, too. */
	private boolean backlog;

	/** Whether the last page knew of an event that is not due yet. */
	private boolean scheduled;

	private LogCursor(EventLog log, PartitionId id, GroupState state) {
		this.id = id;
		this.settings = log.settings(id.type());
		this.range = new PartitionRange(log.keys(), id.type(), id.partition());
		this.announced = new AnnouncedEvents(id.partition());
		this.position = state.position();
		this.snapshot = state.snapshot();
	}

	/**
	 * The cursor of a state that another owner, or an earlier life of this one, left. The
	 * events to remember are read at the state's own snapshot, where they are exactly
	 * what the other one had settled. It may be older than the cluster keeps old
	 * versions, but events are written once, so that collection leaves them alone.
	 */
	static LogCursor rebuild(EventLog log, PartitionId id, GroupState state) {
		LogCursor cursor = new LogCursor(log, id, state);
		Snapshot then = log.client().snapshotBelowSafePoint(state.snapshot());
		Position low = cursor.low(cursor.snapshot);
		if (cursor.position.isAfter(low)) {
			cursor.seen.addAll(cursor.range.positions(then, low, cursor.position));
		}
		NavigableSet<Position> passed = cursor.announcedAndPassed(log.announcements(then, id.type(), cursor.snapshot));
		cursor.announced.settle(cursor.range.events(then, passed));
		return cursor;
	}

	Position position() {
		return this.position;
	}

	Timestamp snapshot() {
		return this.snapshot;
	}

	/**
	 * Find what is not settled.
	 * @param sweep the snapshot to look at, and the announcements there
	 * @param type the type of the events
	 * @param limit how many new events to read
	 * @param expectEvents whether a first cheap look is a waste
	 * @return what was found
	 */
	LogPage read(Sweep sweep, String type, int limit, boolean expectEvents) {
		Snapshot at = sweep.snapshot();
		Position end = upper(at.timestamp());
		Position upper = max(this.position, min(end, sweep.limit(this.id)));
		NavigableSet<Position> late = announcedAndPassed(sweep.announcements(type));
		if (!expectEvents && late.isEmpty() && this.seen.size() <= FEW) {
			NavigableSet<Position> found = sweep.keys(this.range).following(idleAfter(), idleLimit());
			LogPage idle = idle(found, at.timestamp(), upper);
			if (idle != null) {
				return end.isAfter(upper) ? idle.withoutNextDue() : idle;
			}
		}
		late.addAll(unseenInWindow(at));
		LogPage page = page(at, this.range.events(at, late), upper, limit);
		// what is due next may lie behind a limit that this look could not pass
		return end.isAfter(upper) ? page.withoutNextDue() : page;
	}

	/**
	 * What {@link #read} finds if that is nothing and the sweep has read all that is
	 * needed to say so.
	 * @param sweep the snapshot to look at, and the announcements there
	 * @param type the type of the events
	 * @return an empty page; null if there may be something
	 */
	@Nullable LogPage rest(Sweep sweep, String type) {
		NavigableSet<Position> found = (this.seen.size() <= FEW)
				? sweep.keys(this.range).foreseen(idleAfter(), idleLimit()) : null;
		if (found == null) {
			return null;
		}
		update(sweep.announcements(type));
		return this.announced.hasPassed(this.position) ? null : idle(found, sweep.at(), upper(sweep.at()));
	}

	/**
	 * The ranges that {@link #read} will read at a timestamp if no announcement is in the
	 * way: one small one if nothing is expected. Otherwise the window, a page and, unless
	 * that will be full, the key that is due next. Where nothing is scheduled a page
	 * without an end shows that key, too, and the window if there is little in it.
	 */
	List<Scan> foresee(Timestamp at, int limit, boolean expectEvents) {
		if (!expectEvents && this.seen.size() <= FEW) {
			return List.of(this.range.following(idleAfter(), idleLimit()));
		}
		boolean endless = limit > 0 && !this.backlog && !this.scheduled;
		if (endless && this.seen.size() <= VERY_FEW) {
			return List.of(this.range.events(idleAfter(), idleLimit() + limit));
		}
		List<Scan> scans = new ArrayList<>();
		if (hasWindow()) {
			scans.add(this.range.positions(low(this.snapshot), this.position));
		}
		if (endless) {
			scans.add(this.range.events(this.position, limit + 1));
		}
		else if (limit > 0) {
			addPageAndNextDue(scans, upper(at), limit);
		}
		return scans;
	}

	private void addPageAndNextDue(List<Scan> scans, Position upper, int limit) {
		scans.add(this.range.events(this.position, upper, limit + 1));
		if (!this.backlog) {
			scans.add(this.range.following(upper, 1));
		}
	}

	/**
	 * The positions of all that is due and not settled, without reading values.
	 */
	NavigableSet<Position> pending(Snapshot at, Announcements announcements) {
		NavigableSet<Position> late = announcedAndPassed(announcements);
		NavigableSet<Position> pending = new TreeSet<>(unseenInWindow(at));
		this.range.events(at, late).forEach((event) -> pending.add(event.position()));
		pending.addAll(this.range.positions(at, this.position, max(this.position, Position.ceil(at.timestamp()))));
		return pending;
	}

	/**
	 * Settle what {@link #read} found.
	 * @param page the page, or the part of it that was settled
	 */
	void advance(LogPage page) {
		this.position = page.end();
		this.snapshot = page.at();
		this.scheduled = page.nextDue() != null;
		Position low = low(this.snapshot);
		this.seen.headSet(low, true).clear();
		settle(page.late(), low);
		settle(page.fresh(), low);
	}

	private void settle(List<LoggedEvent> events, Position low) {
		this.announced.settle(events);
		for (LoggedEvent event : events) {
			// a backlog lies below the window: nothing of it is met again
			if (event.position().isAfter(low)) {
				this.seen.add(event.position());
			}
		}
	}

	private LogPage page(Snapshot at, List<LoggedEvent> late, Position upper, int limit) {
		List<LoggedEvent> fresh = this.range.events(at, this.position, upper, limit + 1);
		this.backlog = fresh.size() > limit;
		if (this.backlog) {
			Position end = fresh.get(limit - 1).position();
			return new LogPage(at.timestamp(), this.position, late, fresh.subList(0, limit), end, true, null);
		}
		Long nextDue = millis(this.range.following(at, upper, 1));
		return new LogPage(at.timestamp(), this.position, late, fresh, upper, false, nextDue);
	}

	/**
	 * One small scan over window and future: if the first key that is not known lies in
	 * the future, there is nothing to do.
	 */
	private @Nullable LogPage idle(NavigableSet<Position> found, Timestamp at, Position upper) {
		found.removeAll(this.seen);
		if (!found.isEmpty() && !found.first().isAfter(upper)) {
			return null;
		}
		return new LogPage(at, this.position, List.of(), List.of(), upper, false, millis(found));
	}

	private NavigableSet<Position> unseenInWindow(Snapshot at) {
		if (!hasWindow()) {
			return Collections.emptyNavigableSet();
		}
		return this.range.positionsBut(this.seen, at, low(this.snapshot), this.position);
	}

	private boolean hasWindow() {
		return this.position.isAfter(low(this.snapshot));
	}

	private Position idleAfter() {
		return min(low(this.snapshot), this.position);
	}

	private int idleLimit() {
		return this.seen.size() + 2;
	}

	private Position upper(Timestamp at) {
		return max(this.position, Position.ceil(at));
	}

	private NavigableSet<Position> announcedAndPassed(Announcements announcements) {
		update(announcements);
		return this.announced.passed(this.position);
	}

	private void update(Announcements announcements) {
		this.announced.update(announcements, this.snapshot.minus(this.settings.max()));
	}

	private Position low(Timestamp readUpTo) {
		return Position.floor(readUpTo.minus(this.settings.prompt()));
	}

	private static @Nullable Long millis(NavigableSet<Position> positions) {
		return positions.isEmpty() ? null : positions.first().millis();
	}

	private static Position max(Position one, Position other) {
		return one.isAfter(other) ? one : other;
	}

	private static Position min(Position one, Position other) {
		return one.isAfter(other) ? other : one;
	}

}
