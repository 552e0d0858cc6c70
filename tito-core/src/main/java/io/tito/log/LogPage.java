package io.tito.log;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.tito.client.Timestamp;

/**
 * What one sweep found for a group on a partition. Handling all of it settles everything
 * up to {@link #end()} at {@link #at()}.
 *
 * @param at the snapshot of the sweep
 * @param start the position behind which the new events lie
 * @param late events at or before the start that became visible since the last sweep
 * @param fresh new events
 * @param end the last position that the new events cover
 * @param full whether more new events may be waiting behind the end
 * @param nextDue when the next event behind the end is due, in milliseconds since 1970;
 * null if that is not known
 */
public record LogPage(Timestamp at, Position start, List<LoggedEvent> late, List<LoggedEvent> fresh, Position end,
		boolean full, @Nullable Long nextDue) {

	public boolean isEmpty() {
		return this.late.isEmpty() && this.fresh.isEmpty();
	}

	public int size() {
		return this.late.size() + this.fresh.size();
	}

	/**
	 * All events in the order of delivery: late ones first.
	 * @return the events
	 */
	public List<LoggedEvent> events() {
		List<LoggedEvent> events = new ArrayList<>(this.late);
		events.addAll(this.fresh);
		return events;
	}

	/**
	 * One of the events, in the order of delivery.
	 * @param index its number, from 0
	 * @return the event
	 */
	public LoggedEvent event(int index) {
		int late = this.late.size();
		return (index < late) ? this.late.get(index) : this.fresh.get(index - late);
	}

	/**
	 * A page of all late events and the first new ones. Late events cannot be cut: no
	 * state could say which of them are settled.
	 * @param count how many new events to keep
	 * @return the smaller page
	 */
	public LogPage keep(int count) {
		if (count >= this.fresh.size()) {
			return this;
		}
		Position last = (count == 0) ? this.start : this.fresh.get(count - 1).position();
		return new LogPage(this.at, this.start, this.late, this.fresh.subList(0, count), last, true, null);
	}

	LogPage withoutNextDue() {
		return new LogPage(this.at, this.start, this.late, this.fresh, this.end, this.full, null);
	}

	/**
	 * The same page with each event in a lane of its own: none waits for another.
	 * @return the page
	 */
	public LogPage withoutOrder() {
		return new LogPage(this.at, this.start, this.late.stream().map(LoggedEvent::alone).toList(),
				this.fresh.stream().map(LoggedEvent::alone).toList(), this.end, this.full, this.nextDue);
	}

}
