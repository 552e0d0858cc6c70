package io.tito.listener.container;

import io.tito.listener.container.Delivery.Progress;
import io.tito.listener.container.Delivery.State;
import io.tito.listener.container.TransactionalBatch.Result;
import io.tito.listener.retry.FailureKind;
import io.tito.log.Acknowledgement;
import io.tito.log.LogPage;
import io.tito.log.LoggedEvent;
import io.tito.log.OwnedPartition;
import io.tito.log.Sweep;

/**
 * Handlers and acknowledgement in one transaction: what handlers write to TiKV happens
 * exactly once. One event after the other, in the order of the log.
 */
final class ExactlyOnce implements PartitionDelivery.Mode {

	/** So often a lost race holds the partition up; then only the event's own lane. */
	private static final int LOST_RACES = 3;

	private final TransactionalBatch batches;

	private final Outcomes outcomes;

	private final BatchLimit limit;

	private int lostRaces;

	ExactlyOnce(TransactionalBatch batches, Outcomes outcomes, ListenerSettings settings) {
		this.batches = batches;
		this.outcomes = outcomes;
		this.limit = new BatchLimit(settings.batch());
	}

	@Override
	public int limit(int page) {
		return this.limit.current();
	}

	@Override
	public Progress run(OwnedPartition owned, Sweep sweep, Work work) {
		return Progress.of(deliver(owned, sweep, work));
	}

	@Override
	public Progress runFirst(OwnedPartition owned, Sweep sweep, Work work) {
		Work first = work.first();
		if (!first.announce(owned, sweep)) {
			return Progress.of(State.LOST);
		}
		this.limit.failedAt(1);
		return run(owned, sweep, first);
	}

	private State deliver(OwnedPartition owned, Sweep sweep, Work work) {
		boolean more = false;
		for (String lane : work.lanes()) {
			State state = lane(owned, sweep, lane, Math.min(work.lanePage(), this.limit.current()));
			if (state == State.LOST || state == State.HELD_UP) {
				return state;
			}
			more |= state == State.MORE;
		}
		LogPage page = work.page();
		State state = (page == null || page.isEmpty()) ? State.ACTIVE : page(owned, sweep, page);
		return (more && state == State.ACTIVE) ? State.MORE : state;
	}

	private State lane(OwnedPartition owned, Sweep sweep, String lane, int events) {
		Result result = this.batches.lane(owned, sweep, lane, events);
		if (!(result instanceof Result.Culprit culprit)) {
			return state(result);
		}
		if (!culprit.alone()) {
			this.limit.failedAt(culprit.index());
			return State.MORE;
		}
		Acknowledgement acknowledgement = owned.acknowledgement();
		return blame(owned, sweep, acknowledgement, culprit);
	}

	private State page(OwnedPartition owned, Sweep sweep, LogPage page) {
		int room = this.limit.current() - page.late().size();
		if (room < 0) {
			return LateEvents.park(owned, sweep, page) ? State.MORE : State.LOST;
		}
		LogPage kept = page.keep(room);
		Result result = this.batches.page(owned, sweep, kept);
		if (result instanceof Result.Culprit culprit) {
			return failed(owned, sweep, page, culprit);
		}
		State state = state(result);
		return (state == State.ACTIVE && kept != page) ? State.MORE : state;
	}

	private State failed(OwnedPartition owned, Sweep sweep, LogPage page, Result.Culprit culprit) {
		if (isLostRace(culprit) && ++this.lostRaces <= LOST_RACES) {
			return State.HELD_UP;
		}
		if (!page.late().isEmpty()) {
			return LateEvents.park(owned, sweep, page) ? State.MORE : State.LOST;
		}
		if (!culprit.alone()) {
			this.limit.failedAt(culprit.index());
			return State.MORE;
		}
		Acknowledgement acknowledgement = owned.acknowledgement();
		for (LoggedEvent before : page.fresh().subList(0, culprit.index())) {
			// not handled: these belong to lanes that are parked
			acknowledgement.park(before, sweep.millis());
		}
		acknowledgement.settle(page.keep(culprit.index() + 1));
		return blame(owned, sweep, acknowledgement, culprit);
	}

	private State blame(OwnedPartition owned, Sweep sweep, Acknowledgement acknowledgement, Result.Culprit culprit) {
		this.lostRaces = 0;
		this.outcomes.acknowledge(acknowledgement, owned, culprit.event(), culprit.failed(), sweep.millis());
		if (!owned.commit(acknowledgement)) {
			return State.LOST;
		}
		this.outcomes.acknowledged(owned.id(), culprit.event(), culprit.failed());
		return State.MORE;
	}

	private State state(Result result) {
		if (result instanceof Result.Done) {
			this.lostRaces = 0;
			this.limit.succeeded();
			return State.ACTIVE;
		}
		this.limit.failedAt(this.limit.current() / 2);
		return (result instanceof Result.Lost) ? State.LOST : State.HELD_UP;
	}

	private static boolean isLostRace(Result.Culprit culprit) {
		return culprit.failed().kind() == FailureKind.TRANSIENT;
	}

}
