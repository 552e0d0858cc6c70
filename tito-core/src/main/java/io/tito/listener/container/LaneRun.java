package io.tito.listener.container;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import io.tito.listener.container.Attempt.Failed;
import io.tito.listener.retry.FailureKind;
import io.tito.log.Acknowledgement;
import io.tito.log.LoggedEvent;
import io.tito.log.OwnedPartition;
import io.tito.log.Sweep;

/**
 * The events of one lane within a batch: what is parked first, then what the log holds.
 * Run by one thread, read by another after that.
 */
final class LaneRun {

	private final OwnedPartition owned;

	private final Sweep sweep;

	private final List<LoggedEvent> parked;

	private final List<LoggedEvent> logged = new ArrayList<>();

	private final List<Attempted> attempts = new ArrayList<>();

	private final boolean waiting;

	private int begun;

	private boolean blocked;

	/**
	 * Create a run.
	 * @param waiting whether the lane is parked and not to be tried now, or has more
	 * parked events than are in hand: then events of the log are parked behind it
	 */
	LaneRun(OwnedPartition owned, Sweep sweep, List<LoggedEvent> parked, boolean waiting) {
		this.owned = owned;
		this.sweep = sweep;
		this.parked = parked;
		this.waiting = waiting;
	}

	void add(LoggedEvent event) {
		this.logged.add(event);
	}

	boolean isIdle() {
		return this.parked.isEmpty() && (this.waiting || this.logged.isEmpty());
	}

	boolean isBlocked() {
		return this.blocked;
	}

	/**
	 * Parked events that may be handled.
	 */
	List<LoggedEvent> parked() {
		return this.parked;
	}

	/**
	 * Events of the log that may be handled if the parked ones are.
	 */
	List<LoggedEvent> logged() {
		return this.waiting ? List.of() : this.logged;
	}

	/**
	 * Handle the events one after the other.
	 */
	void run(EventRunner runner, Outcomes outcomes, BooleanSupplier stop) {
		if (run(this.parked, runner, outcomes, stop)) {
			run(logged(), runner, outcomes, stop);
		}
	}

	/**
	 * Remember how an event ended. After one that blocks the lane nothing counts.
	 */
	void record(LoggedEvent event, Attempt attempt, boolean blocks) {
		if (this.blocked) {
			return;
		}
		this.begun += event.parked() ? 0 : 1;
		this.attempts.add(new Attempted(event, attempt));
		this.blocked = blocks;
	}

	/**
	 * Whether all that was tried failed in a way that another time may mend.
	 */
	boolean failedOnly() {
		return this.attempts.stream()
			.allMatch((attempted) -> attempted.attempt() instanceof Failed failed
					&& (failed.kind() == FailureKind.FAILURE || failed.kind() == FailureKind.TRANSIENT));
	}

	boolean isTried() {
		return !this.attempts.isEmpty();
	}

	/**
	 * Write what happened into an acknowledgement.
	 * @param now the oracle's time in milliseconds
	 * @return events of the log that were not begun because everything is to stop
	 */
	List<LoggedEvent> acknowledge(Acknowledgement acknowledgement, Outcomes outcomes, long now) {
		this.attempts.forEach((attempted) -> outcomes.acknowledge(acknowledgement, this.owned, attempted.event(),
				attempted.attempt(), now));
		List<LoggedEvent> rest = this.logged.subList(this.begun, this.logged.size());
		if (!this.blocked && !this.waiting) {
			return rest;
		}
		rest.forEach((event) -> acknowledgement.park(event, now));
		return List.of();
	}

	/**
	 * After the commit: tell of what was handled and what failed.
	 */
	void acknowledged(Outcomes outcomes) {
		this.attempts
			.forEach((attempted) -> outcomes.acknowledged(this.owned.id(), attempted.event(), attempted.attempt()));
	}

	private boolean run(List<LoggedEvent> events, EventRunner runner, Outcomes outcomes, BooleanSupplier stop) {
		for (LoggedEvent event : events) {
			if (stop.getAsBoolean()) {
				return false;
			}
			Attempt attempt = runner.run(this.owned, event, this.sweep.millis());
			record(event, attempt, outcomes.blocks(attempt));
			if (this.blocked) {
				return false;
			}
		}
		return true;
	}

	private record Attempted(LoggedEvent event, Attempt attempt) {

	}

}
