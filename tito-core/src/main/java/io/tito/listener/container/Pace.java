package io.tito.listener.container;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import io.tito.listener.container.Delivery.Progress;
import org.jspecify.annotations.Nullable;

/**
 * When to look at one partition again. Not thread-safe.
 */
final class Pace {

	private static final Duration FIRST_HOLD_UP = Duration.ofMillis(5);

	private static final Duration LONGEST_HOLD_UP = Duration.ofSeconds(1);

	private final PollIntervals intervals;

	private Duration last;

	private Duration holdUp = FIRST_HOLD_UP;

	Pace(PollIntervals intervals) {
		this.intervals = intervals;
		this.last = intervals.min();
	}

	/**
	 * Whether the last look found something.
	 */
	boolean isActive() {
		return this.last.compareTo(this.intervals.min()) <= 0;
	}

	/**
	 * How much earlier than needed an idle partition may be looked at, if that saves a
	 * look.
	 */
	long slack() {
		return this.intervals.idle().toNanos() / 8;
	}

	/**
	 * The pause after a delivery. Events that were announced to this instance say nothing
	 * of those that others publish, so that finding them is no reason to look more often.
	 * @param progress how far it came
	 * @param signalled whether the look was made because of a signal
	 * @param nextLane when a parked lane is due, in milliseconds of the oracle's time
	 * @param now the oracle's time in milliseconds
	 * @return the pause
	 */
	Duration after(Progress progress, boolean signalled, @Nullable Long nextLane, long now) {
		if (progress.state() != Delivery.State.HELD_UP) {
			this.holdUp = FIRST_HOLD_UP;
		}
		return switch (progress.state()) {
			case MORE, LOST -> restart(Duration.ZERO);
			case HELD_UP -> heldUp();
			case BACK_OFF -> until(progress.pause(), progress.nextDue(), now);
			case ACTIVE -> until(until(signalled ? idle() : restart(this.intervals.min()), progress.nextDue(), now),
					nextLane, now);
			case IDLE -> until(until(idle(), progress.nextDue(), now), nextLane, now);
		};
	}

	/**
	 * The pause of a partition that another instance still owns.
	 */
	Duration waiting() {
		return this.intervals.idle();
	}

	/**
	 * The pause after an error that came from no event, such as a store that is away.
	 */
	Duration heldUp() {
		Duration pause = this.holdUp;
		Duration doubled = pause.multipliedBy(2);
		this.holdUp = (doubled.compareTo(LONGEST_HOLD_UP) > 0) ? LONGEST_HOLD_UP : doubled;
		// spread, so that two that lost a race to each other do not meet again
		return pause.plusNanos((long) (pause.toNanos() * ThreadLocalRandom.current().nextDouble()));
	}

	private Duration restart(Duration pause) {
		this.last = this.intervals.min();
		return pause;
	}

	private Duration idle() {
		this.last = this.intervals.after(this.last);
		return this.last;
	}

	private static Duration until(Duration pause, @Nullable Long due, long now) {
		if (due == null) {
			return pause;
		}
		// a millisecond that has begun is not over: never look too early
		Duration left = Duration.ofMillis(Math.max(due - now, 1));
		return (left.compareTo(pause) < 0) ? left : pause;
	}

}
