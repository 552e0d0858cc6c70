package io.tito.listener.container;

import io.tito.log.LogPage;
import io.tito.log.Look;
import io.tito.log.OwnedPartition;
import io.tito.log.Sweep;
import org.jspecify.annotations.Nullable;

/**
 * What both ways of delivery have in common: how much to read, what is due, and care
 * after an owner was lost.
 */
final class PartitionDelivery implements Delivery {

	private final Mode mode;

	private final boolean ordered;

	private final PageSize pageSize;

	private final Caution caution;

	private final Isolation isolation;

	PartitionDelivery(Mode mode, ListenerSettings settings, Isolation isolation) {
		this.mode = mode;
		this.ordered = settings.isOrdered();
		this.pageSize = new PageSize(settings.batch());
		this.caution = new Caution(settings.batch());
		this.isolation = isolation;
	}

	/**
	 * A way to hand events to a handler and to acknowledge them.
	 */
	interface Mode {

		/**
		 * How many events to take from lanes and log together.
		 * @param page how many are read from the log
		 * @return how many of them to take
		 */
		int limit(int page);

		/**
		 * Take all of some work in hand.
		 */
		Progress run(OwnedPartition owned, Sweep sweep, Work work);

		/**
		 * Take only the first event of some work in hand, after others were lost by it
		 * perhaps.
		 */
		Progress runFirst(OwnedPartition owned, Sweep sweep, Work work);

	}

	@Override
	public Look look(OwnedPartition owned, boolean expectEvents) {
		return new Look(owned, this.pageSize.isSmall() ? this.pageSize.next() : 0, expectEvents);
	}

	@Override
	public @Nullable Progress rest(OwnedPartition owned, Sweep sweep) {
		LogPage page = owned.rest(sweep);
		if (page == null) {
			return null;
		}
		this.caution.end();
		return Progress.of(State.IDLE, page.nextDue());
	}

	@Override
	public Progress deliver(OwnedPartition owned, Sweep sweep, boolean expectEvents) {
		LogPage read = owned.read(sweep, this.pageSize.next(), expectEvents);
		LogPage page = this.ordered ? read : read.withoutOrder();
		Work work = Work.of(owned, sweep, page, this.mode.limit(this.pageSize.next()));
		boolean careful = this.caution.isNeeded(owned);
		if (work.isEmpty()) {
			this.caution.end();
			return Delivery.nothing(owned, page);
		}
		int unclean = owned.unclean();
		if (!this.isolation.enter(unclean)) {
			return Progress.of(State.HELD_UP);
		}
		try {
			return deliver(owned, sweep, work, page, careful);
		}
		finally {
			this.isolation.leave(unclean);
		}
	}

	private Progress deliver(OwnedPartition owned, Sweep sweep, Work work, LogPage page, boolean careful) {
		this.pageSize.read(page);
		Progress progress = careful ? this.mode.runFirst(owned, sweep, work) : this.mode.run(owned, sweep, work);
		if (careful) {
			this.caution.spend();
		}
		this.pageSize.handled(progress.state() == State.BACK_OFF);
		boolean more = progress.state() == State.ACTIVE && (careful || page.full());
		return progress.as(more ? State.MORE : progress.state(), page.nextDue());
	}

}
