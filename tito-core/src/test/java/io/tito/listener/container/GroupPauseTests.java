package io.tito.listener.container;

import java.util.ArrayList;
import java.util.List;

import io.tito.log.GroupInfo;
import io.tito.log.PartitionInfo;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A group that an operator has paused on all instances.
 */
class GroupPauseTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void isHandledByNoInstanceAndGoesOnWhereItWas(boolean transactional) {
		List<String> mails = new ArrayList<>();
		try (TestInstance one = new TestInstance(cluster, "one", 2);
				TestInstance late = new TestInstance(cluster, "late", 2)) {
			one.listen("audit", transactional, one::remember)
				.listen("mail", transactional, (event, type, payload) -> mails.add(new String(payload)))
				.start();
			one.publish("ann", "1");
			one.drain("audit");
			assertThat(one.operations.pauseGroup("order", "audit")).isTrue();
			one.runUntil(() -> owners(one).stream().allMatch(String::isEmpty));
			late.listen("audit", transactional, late::remember).start();
			one.publish("ann", "2");
			one.publish("bob", "3");
			one.drain("mail");
			one.runOnceAndWait();
			late.runOnceAndWait();
			late.runOnceAndWait();

			assertThat(mails).as("the other group goes on").contains("2", "3");
			assertThat(one.handled).containsExactly("1");
			assertThat(late.handled).isEmpty();
			assertThat(late.owned()).isZero();
			assertThat(one.operations.lag("order", "audit").pending()).isEqualTo(2);
			assertThat(one.operations.resumeGroup("order", "audit")).isTrue();
			one.runUntil(() -> {
				late.runOnce();
				return one.isDone("audit");
			});
			List<String> all = new ArrayList<>(one.handled);
			all.addAll(late.handled);
			assertThat(all).containsExactlyInAnyOrder("1", "2", "3");
		}
	}

	@Test
	void endsWhatIsBegunAndParksNothing() {
		try (TestInstance one = new TestInstance(cluster, "one", 1)) {
			one.listen("audit", false, (event, type, payload) -> {
				if (one.handled.isEmpty()) {
					one.operations.pauseGroup("order", "audit");
				}
				one.remember(event, type, payload);
			});
			one.publish("ann", "1");
			one.start();
			one.runUntil(() -> owners(one).stream().allMatch(String::isEmpty) && !one.handled.isEmpty());
			assertThat(one.operations.lag("order", "audit").pending()).isZero();
			assertThat(cluster.rows("lane:")).isEmpty();
			one.operations.resumeGroup("order", "audit");
			one.publish("ann", "2");
			one.drain("audit");

			assertThat(one.handled).containsExactly("1", "2");
			assertThat(one.metadata).allSatisfy((event) -> assertThat(event.attempt()).isEqualTo(1));
		}
	}

	@Test
	void isToldByTheListOfGroupsAndByTheAnswer() {
		try (TestInstance one = new TestInstance(cluster, "one", 1)) {
			one.listen("audit", false, one::remember);
			assertThat(one.operations.resumeGroup("order", "audit")).isFalse();
			assertThat(one.operations.pauseGroup("order", "audit")).isTrue();
			assertThat(one.operations.pauseGroup("order", "audit")).isFalse();
			assertThat(one.operations.groups("order")).singleElement().matches(GroupInfo::paused);
			assertThat(one.operations.resumeGroup("order", "audit")).isTrue();
			assertThat(one.operations.groups("order")).singleElement().matches((group) -> !group.paused());
			assertThatIllegalStateException().isThrownBy(() -> one.operations.pauseGroup("order", "nobody"))
				.withMessageContaining("'nobody'")
				.withMessageContaining("not registered");
		}
	}

	private static List<String> owners(TestInstance one) {
		return one.operations.partitions("order", "audit").stream().map(PartitionInfo::owner).toList();
	}

}
