package io.tito.listener.container;

import java.util.Set;
import java.util.stream.IntStream;

import io.tito.log.PartitionInfo;
import io.tito.log.TypeSettings;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Partitions that are not spread over the instances.
 */
class StaticAssignmentTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	@Test
	void eachInstanceHandlesWhatItNamesWhoeverElseIsThere() {
		try (TestInstance one = instance("one", PartitionAssignment.parse("0,2-3"));
				TestInstance two = instance("two", PartitionAssignment.parse("1"))) {
			one.listen("audit", false, one::remember).start();
			one.runUntil(() -> one.owned() == 3);
			two.listen("audit", false, two::remember).start();
			two.runUntil(() -> two.owned() == 1);
			one.member.refresh();
			IntStream.range(0, 40).forEach((i) -> two.publish("key" + i, "" + i));
			two.runUntil(() -> {
				one.runOnce();
				return two.isDone("audit");
			});

			assertThat(one.ownedPartitions()).containsExactly(0, 2, 3);
			assertThat(two.ownedPartitions()).containsExactly(1);
			assertThat(one.metadata).isNotEmpty().allSatisfy((event) -> assertThat(event.partition()).isNotEqualTo(1));
			assertThat(two.metadata).isNotEmpty().allSatisfy((event) -> assertThat(event.partition()).isEqualTo(1));
			assertThat(one.handled.size() + two.handled.size()).isEqualTo(40);
		}
	}

	@Test
	void partitionThatNobodyNamesWaits() {
		try (TestInstance one = instance("one", PartitionAssignment.parse("0-2"))) {
			one.listen("audit", false, one::remember).start();
			IntStream.range(0, 40).forEach((i) -> one.publish("key" + i, "" + i));
			one.runUntil(() -> one.owned() == 3 && one.operations.lag("order", "audit").pending() < 40);
			one.runUntil(() -> one.operations.lag("order", "audit").pending() == 40 - one.handled.size());

			assertThat(one.handled).isNotEmpty().hasSizeLessThan(40);
			assertThat(one.metadata).allSatisfy((event) -> assertThat(event.partition()).isNotEqualTo(3));
		}
	}

	@Test
	void secondThatWantsAllWaitsUntilTheFirstGivesThemBackAndHasAHigherEpoch() {
		try (TestInstance one = instance("one", PartitionAssignment.ALL);
				TestInstance two = instance("two", PartitionAssignment.ALL)) {
			one.listen("audit", false, one::remember).start();
			one.runUntil(() -> one.owned() == 4);
			two.listen("audit", false, two::remember).start();
			one.member.refresh();
			two.runOnceAndWait();
			one.runOnceAndWait();
			two.runOnceAndWait();
			assertThat(one.owned()).as("nothing is spread").isEqualTo(4);
			assertThat(two.owned()).isZero();
			one.release();
			two.publish("ann", "1");
			two.drain("audit");

			assertThat(two.metadata).singleElement().satisfies((event) -> assertThat(event.epoch()).isEqualTo(2));
			assertThat(two.operations.partitions("order", "audit")).extracting(PartitionInfo::owner)
				.isSubsetOf(Set.of(two.member.self(), ""));
		}
	}

	private static TestInstance instance(String name, PartitionAssignment assignment) {
		return new TestInstance(cluster, name, TypeSettings.DEFAULTS.withPartitions(4),
				ListenerSettings.of(ListenerSettings.Profile.LOW_LATENCY)
					.withRetry(TestInstance.QUICK)
					.withAssignment(assignment));
	}

}
