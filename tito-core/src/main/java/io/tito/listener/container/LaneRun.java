package io.tito.listener.container;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import io.tito.listener.container.Attempt.Failed;
import io.tito.listener.container.Attempt.Handled;
import io.tito.log.Acknowledgement;
import io.tito.log.Lane;
import io.tito.log.LoggedEvent;
import io.tito.log.OwnedPartition;
import io.tito.log.Sweep;

/**
 * The events of one lane within a batch, handled one after the other: what is parked
 * first, then what the log holds. Run by one thread, read by another after that.
 */
final class LaneRun implements Runnable {

	private final OwnedPartition owned;

	private final Sweep sweep;

	private final EventRunner runner;

	private final BooleanSupplier stop;

	private final List<LoggedEvent> parked = new ArrayList<>();

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
	LaneRun(OwnedPartition owned, Sweep sweep, EventRunner runner, BooleanSupplier stop, List<LoggedEvent> parked,
			boolean waiting) {
		this.owned = owned;
		this.sweep = sweep;
		this.runner = runner;
		this.stop = stop;
		this.parked.addAll(parked);
		this.waiting = waiting;
	}

	void add(LoggedEvent event) {
		this.logged.add(event);
	}

	boolean isIdle() {
		return this.parked.isEmpty() && (this.waiting || this.logged.isEmpty());
	}

	@Override
	public void run() {
		boolean through = this.parked.stream().allMatch(this::handle);
		if (through && !this.waiting) {
			// ends with the first that fails
			this.logged.stream().allMatch(this::handle);
		}
	}

	/**
	 * Write what happened into an acknowledgement.
	 * @param acknowledgement where to
	 * @param now the oracle's time in milliseconds
	 * @return events of the log that were not begun because everything is to stop
	 */
	List<LoggedEvent> acknowledge(Acknowledgement acknowledgement, long now) {
		this.attempts.forEach((attempted) -> acknowledge(acknowledgement, attempted, now));
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
	void acknowledged() {
		for (Attempted attempted : this.attempts) {
			if (attempted.attempt() instanceof Failed failed) {
				this.runner.acknowledged(this.owned.id(), attempted.event(), failed);
			}
			else if (attempted.attempt() instanceof Handled handled) {
				this.runner.acknowledged(handled.elapsed());
			}
		}
	}

	private boolean handle(LoggedEvent event) {
		if (this.stop.getAsBoolean()) {
			return false;
		}
		this.begun += event.parked() ? 0 : 1;
		Attempt attempt = this.runner.run(this.owned, event, before(event), this.sweep.millis());
		this.attempts.add(new Attempted(event, attempt));
		this.blocked = attempt instanceof Failed failed && !failed.isFinal();
		return !this.blocked;
	}

	private int before(LoggedEvent event) {
		Lane lane = this.owned.lane(event.lane());
		int spent = (lane != null) ? lane.attempts(event.position()) : 0;
		return Math.max(spent, this.owned.losses(event.position()));
	}

	private void acknowledge(Acknowledgement acknowledgement, Attempted attempted, long now) {
		if (attempted.attempt() instanceof Failed failed) {
			this.runner.acknowledge(acknowledgement, attempted.event(), failed, now);
		}
		else {
			acknowledgement.remove(attempted.event());
		}
	}

	private record Attempted(LoggedEvent event, Attempt attempt) {

	}

}
