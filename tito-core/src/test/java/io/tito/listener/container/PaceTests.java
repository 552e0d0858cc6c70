package io.tito.listener.container;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.tito.listener.container.Delivery.Progress;
import io.tito.listener.container.Delivery.State;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PaceTests {

	private final Pace pace = new Pace(PollIntervals.ofMillis(1, 5, 22, 8));

	@Test
	void stepsDownWhileNothingIsFound() {
		List<Long> pauses = new ArrayList<>();
		for (int look = 0; look < 5; look++) {
			pauses.add(after(Progress.of(State.IDLE, null), null).toMillis());
		}
		assertThat(pauses).containsExactly(5L, 13L, 21L, 22L, 22L);
		assertThat(after(Progress.of(State.ACTIVE, null), null)).isEqualTo(Duration.ofMillis(1));
		assertThat(after(Progress.of(State.IDLE, null), null)).isEqualTo(Duration.ofMillis(5));
	}

	@Test
	void looksAtOnceWhileThereIsMore() {
		assertThat(after(Progress.of(State.MORE, null), 5000L)).isZero();
		assertThat(after(Progress.of(State.LOST, null), null)).isZero();
	}

	@Test
	void knownDueTimesShortenThePause() {
		for (int look = 0; look < 4; look++) {
			after(Progress.of(State.IDLE, null), null);
		}
		assertThat(after(Progress.of(State.IDLE, 1007L), null)).isEqualTo(Duration.ofMillis(7));
		assertThat(after(Progress.of(State.IDLE, null), 1003L)).isEqualTo(Duration.ofMillis(3));
		assertThat(after(Progress.of(State.IDLE, 1007L), 1003L)).isEqualTo(Duration.ofMillis(3));
		assertThat(after(Progress.of(State.IDLE, 900L), null)).isEqualTo(Duration.ofMillis(1));
	}

	@Test
	void holdUpsGrowUntilSomethingSucceeds() {
		Duration first = after(Progress.of(State.HELD_UP, null), null);
		Duration last = first;
		for (int look = 0; look < 20; look++) {
			last = after(Progress.of(State.HELD_UP, null), null);
		}
		assertThat(first).isBetween(Duration.ofMillis(5), Duration.ofMillis(10));
		assertThat(last).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
		after(Progress.of(State.IDLE, null), null);
		assertThat(after(Progress.of(State.HELD_UP, null), null)).isLessThanOrEqualTo(Duration.ofMillis(10));
	}

	/**
	 * An instance that publishes much is told of its own events; that is no reason to ask
	 * the store all the time for those of others.
	 */
	@Test
	void eventsThatWereSignalledDoNotBringTheNextLookForward() {
		after(Progress.of(State.IDLE, null), null);
		Duration before = after(Progress.of(State.IDLE, null), null);

		Duration signalled = this.pace.after(Progress.of(State.ACTIVE, null), true, null, 1000);

		assertThat(signalled).isGreaterThan(before);
		assertThat(this.pace.isActive()).isFalse();
		assertThat(this.pace.after(Progress.of(State.ACTIVE, 1002L), true, null, 1000)).isEqualTo(Duration.ofMillis(2));
		assertThat(after(Progress.of(State.ACTIVE, null), null)).isLessThan(before);
	}

	private Duration after(Progress progress, Long nextLane) {
		return this.pace.after(progress, false, nextLane, 1000);
	}

}
