package io.tito.listener.container;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.tito.annotation.OnDeadLetter;
import io.tito.annotation.Ordering;
import io.tito.listener.container.ListenerOverrides.Assigned;
import io.tito.listener.container.ListenerOverrides.Polling;
import io.tito.listener.container.ListenerOverrides.Retry;
import io.tito.listener.container.ListenerSettings.Profile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ListenerOverridesTests {

	@ParameterizedTest
	@EnumSource(Profile.class)
	void profileDecidesWhatNobodySays(Profile profile) {
		assertThat(of(profile, null, null).settings()).isEqualTo(ListenerSettings.of(profile));
	}

	@Test
	void firstToSaySomethingIsHeard() {
		ListenerOverrides own = new ListenerOverrides(null, 2, null, Ordering.AUTOMATIC, null, null, null, Polling.NONE,
				new Retry(3, null, null, null, null, null, OnDeadLetter.AUTOMATIC), Assigned.NONE);
		ListenerOverrides all = new ListenerOverrides(Profile.RELAXED, 5, 7, Ordering.NONE, Duration.ZERO, 4, false,
				Polling.NONE, new Retry(8, Duration.ofSeconds(1), 3.0, null, null, null, OnDeadLetter.HOLD),
				new Assigned(Assigned.Mode.STATIC, null));
		ListenerSettings settings = own.over(all).settings();
		ListenerSettings relaxed = ListenerSettings.of(Profile.RELAXED);
		assertThat(settings).isEqualTo(relaxed.withConcurrency(2)
			.withBatch(7)
			.withOrdering(Ordering.NONE)
			.withHandlerTimeout(null)
			.withDegradeAfter(4)
			.withAutoStartup(false)
			.withRetry(relaxed.retry()
				.withMaxAttempts(3)
				.withPauses(Duration.ofSeconds(1), 3, relaxed.retry().max())
				.withOnDeadLetter(OnDeadLetter.HOLD))
			.withAssignment(PartitionAssignment.ALL));
	}

	@Test
	void saysAllThatCannotBe() {
		ListenerOverrides faulty = new ListenerOverrides(null, 0, -1, null, Duration.ofSeconds(-1), 0, null,
				new Polling(Duration.ofSeconds(3), Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ZERO),
				new Retry(0, Duration.ofSeconds(2), 0.5, Duration.ofSeconds(1), Duration.ofSeconds(-1),
						Duration.ofSeconds(-1), null),
				new Assigned(Assigned.Mode.DYNAMIC, "3-1"));
		List<String> names = faulty.faults().stream().map((fault) -> fault.substring(0, fault.indexOf(' '))).toList();
		assertThat(names).containsExactly("concurrency", "batch-size", "degrade-after", "handler-timeout",
				"polling.active", "polling.idle", "polling.idle", "polling.step", "retry.max-attempts",
				"retry.max-interval", "retry.multiplier", "conversion-hold", "outage-hold", "partitions", "partitions");
	}

	@ParameterizedTest
	@EnumSource(Profile.class)
	void oneIntervalMovesTheOthersOutOfItsWay(Profile profile) {
		for (Duration any : List.of(Duration.ZERO, Duration.ofMillis(1), Duration.ofSeconds(1), Duration.ofHours(1))) {
			for (Polling polling : List.of(new Polling(any, null, null, null), new Polling(null, any, null, null),
					new Polling(null, null, any, null))) {
				PollIntervals intervals = of(profile, polling, null).settings().polling();
				assertThat(List.of(intervals.min(), intervals.active(), intervals.idle())).contains(any);
			}
			assertThat(
					of(profile, null, new Retry(null, any, null, null, null, null, null)).settings().retry().initial())
				.isEqualTo(any);
			assertThat(of(profile, null, new Retry(null, null, null, any, null, null, null)).settings().retry().max())
				.isEqualTo(any);
		}
	}

	@Test
	void partitionsAreThoseOfTheFirstThatNamesSomeUnlessTheyAreToBeSpread() {
		Assigned named = new Assigned(null, "0-3, 7");
		Assigned all = new Assigned(Assigned.Mode.STATIC, null);
		Assigned spread = new Assigned(Assigned.Mode.DYNAMIC, null);
		PartitionAssignment fixed = new PartitionAssignment.Fixed(new TreeSet<>(Set.of(0, 1, 2, 3, 7)));
		assertThat(Assigned.NONE.settings()).isEqualTo(PartitionAssignment.DYNAMIC);
		assertThat(Assigned.NONE.over(all).settings()).isEqualTo(PartitionAssignment.ALL);
		assertThat(named.over(spread).settings()).isEqualTo(fixed);
		assertThat(Assigned.NONE.over(named).over(all).settings()).isEqualTo(fixed);
		assertThat(all.over(named).settings()).as("static, and those that it names").isEqualTo(fixed);
		assertThat(spread.over(named).settings()).isEqualTo(PartitionAssignment.DYNAMIC);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a", "1-", "-1", "3-1", "1,,2", "10000", "1-2-3" })
	void partitionsThatCannotBeReadAreAFault(String text) {
		List<String> faults = new ArrayList<>();
		new Assigned(null, text).addFaults(faults);
		assertThat(faults).singleElement()
			.asString()
			.isEqualTo("partitions are numbers and ascending ranges from 0 on, such as 0-3,7, not '" + text + "'");
	}

	private static ListenerOverrides of(Profile profile, Polling polling, Retry retry) {
		return new ListenerOverrides(profile, null, null, null, null, null, null,
				(polling != null) ? polling : Polling.NONE, (retry != null) ? retry : Retry.NONE, Assigned.NONE);
	}

}
