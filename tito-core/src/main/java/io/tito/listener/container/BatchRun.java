package io.tito.listener.container;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;

import io.tito.listener.container.Attempt.Failed;
import io.tito.log.LoggedEvent;
import io.tito.log.OwnedPartition;
import io.tito.log.Sweep;

/**
 * Hands the events of many lanes to a handler together. If it fails for all of them, it
 * gets them together again some times, and then one by one, so that the event at fault is
 * found. Belongs to one partition; used by one thread at a time.
 */
final class BatchRun {

	private final EventRunner runner;

	private final Outcomes outcomes;

	private final BooleanSupplier stop;

	private final int batch;

	private final int degradeAfter;

	private int failures;

	BatchRun(EventRunner runner, Outcomes outcomes, BooleanSupplier stop, ListenerSettings settings) {
		this.runner = runner;
		this.outcomes = outcomes;
		this.stop = stop;
		this.batch = settings.batch();
		this.degradeAfter = settings.degradeAfter();
	}

	/**
	 * Handle what lanes hold.
	 * @param lanes the lanes by their names
	 * @param logged the events of the log in their order
	 * @return whether this went ahead; if not, it is to be tried again after a pause
	 */
	boolean run(OwnedPartition owned, Sweep sweep, Map<String, LaneRun> lanes, List<LoggedEvent> logged) {
		Deque<LoggedEvent> left = new ArrayDeque<>();
		lanes.values().forEach((lane) -> left.addAll(lane.parked()));
		logged.stream().filter((event) -> !lane(lanes, event).logged().isEmpty()).forEach(left::add);
		int size = (this.failures >= this.degradeAfter) ? 1 : this.batch;
		boolean tried = false;
		while (!left.isEmpty() && !this.stop.getAsBoolean()) {
			List<LoggedEvent> next = next(owned, sweep, lanes, left, size);
			List<Attempt> attempts = next.isEmpty() ? List.of() : this.runner.run(owned, next, sweep.millis());
			if (next.size() > 1 && sameFailure(attempts)) {
				this.failures++;
				if (!tried) {
					return false;
				}
				// what came before is to be acknowledged: the rest is found one by one
				for (int i = next.size() - 1; i >= 0; i--) {
					left.addFirst(next.get(i));
				}
				size = 1;
				continue;
			}
			record(lanes, next, attempts);
			tried = true;
		}
		this.failures = 0;
		return true;
	}

	private List<LoggedEvent> next(OwnedPartition owned, Sweep sweep, Map<String, LaneRun> lanes,
			Deque<LoggedEvent> left, int size) {
		List<LoggedEvent> next = new ArrayList<>();
		while (!left.isEmpty() && next.size() < size) {
			LoggedEvent event = left.removeFirst();
			LaneRun lane = lane(lanes, event);
			Failed refused = lane.isBlocked() ? null : this.runner.refuse(owned, event, sweep.millis());
			if (refused != null && next.stream().anyMatch((other) -> other.lane().equals(event.lane()))) {
				// those before it in its lane come first
				left.addFirst(event);
				break;
			}
			if (refused != null) {
				lane.record(event, refused, this.outcomes.blocks(refused));
			}
			else if (!lane.isBlocked()) {
				next.add(event);
			}
		}
		return next;
	}

	private void record(Map<String, LaneRun> lanes, List<LoggedEvent> events, List<Attempt> attempts) {
		for (int i = 0; i < attempts.size(); i++) {
			LoggedEvent event = events.get(i);
			lane(lanes, event).record(event, attempts.get(i), this.outcomes.blocks(attempts.get(i)));
		}
	}

	private static LaneRun lane(Map<String, LaneRun> lanes, LoggedEvent event) {
		return Objects.requireNonNull(lanes.get(event.lane()));
	}

	/**
	 * Whether the handler threw, so that nobody knows which event is at fault.
	 */
	private static boolean sameFailure(List<Attempt> attempts) {
		Throwable first = (attempts.get(0) instanceof Failed failed) ? failed.thrown() : null;
		return first != null && attempts.stream()
			.allMatch((attempt) -> attempt instanceof Failed failed && failed.thrown() == first);
	}

}
