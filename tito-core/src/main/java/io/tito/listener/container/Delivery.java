package io.tito.listener.container;

import java.time.Duration;

import io.tito.log.Acknowledgement;
import io.tito.log.LogPage;
import io.tito.log.Look;
import io.tito.log.OwnedPartition;
import io.tito.log.Sweep;
import org.jspecify.annotations.Nullable;

/**
 * A way to hand what one sweep finds to a handler and to acknowledge it. Belongs to one
 * partition; called by one thread at a time.
 */
interface Delivery {

	/**
	 * Deliver.
	 * @param owned the partition
	 * @param sweep a sweep that the partition matches
	 * @param expectEvents whether events are likely
	 * @return how far it came
	 */
	Progress deliver(OwnedPartition owned, Sweep sweep, boolean expectEvents);

	/**
	 * What {@link #deliver} does if there is nothing to deliver, as far as that takes no
	 * question to the store: nobody has to wait for it.
	 * @param owned the partition
	 * @param sweep any sweep that began after the last delivery
	 * @return how far that is; null if there may be something, and then nothing was done
	 */
	@Nullable Progress rest(OwnedPartition owned, Sweep sweep);

	/**
	 * What {@link #deliver} will read of the log.
	 * @param owned the partition
	 * @param expectEvents whether events are likely
	 * @return the look
	 */
	Look look(OwnedPartition owned, boolean expectEvents);

	/**
	 * There is nothing to deliver. That is remembered in memory only, unless an owner was
	 * lost before this one: it had nothing in hand, so its loss counts against no event.
	 * @param owned the partition
	 * @param page an empty page
	 * @return how far that is
	 */
	static Progress nothing(OwnedPartition owned, LogPage page) {
		if (owned.unclean() == 0) {
			owned.skip(page);
			return Progress.of(State.IDLE, page.nextDue());
		}
		Acknowledgement acknowledgement = owned.acknowledgement();
		acknowledgement.settle(page);
		return owned.commit(acknowledgement) ? Progress.of(State.IDLE, page.nextDue()) : Progress.of(State.LOST);
	}

	/**
	 * How far a delivery came.
	 *
	 * @param state what to do next
	 * @param nextDue when the next event is due, in milliseconds since 1970, as far as
	 * known
	 * @param pause how long to wait, if the state asks for that
	 */
	record Progress(State state, @Nullable Long nextDue, Duration pause) {

		static Progress of(State state) {
			return of(state, null);
		}

		static Progress of(State state, @Nullable Long nextDue) {
			return new Progress(state, nextDue, Duration.ZERO);
		}

		static Progress backOff(Duration pause) {
			return new Progress(State.BACK_OFF, null, pause);
		}

		Progress as(State other, @Nullable Long due) {
			return new Progress(other, due, this.pause);
		}

	}

	/**
	 * What to do next.
	 */
	enum State {

		/** There was nothing; look again later. */
		IDLE,

		/** There was something; look again soon. */
		ACTIVE,

		/** There is more; look again at once. */
		MORE,

		/** The store was in the way; look again after a pause. */
		HELD_UP,

		/** All that was tried failed; look again after the given pause. */
		BACK_OFF,

		/** This is no longer the owner. */
		LOST

	}

}
