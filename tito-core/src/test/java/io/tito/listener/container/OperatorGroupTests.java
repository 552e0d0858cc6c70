package io.tito.listener.container;

import io.tito.log.EventLogOperations;
import io.tito.log.GroupInfo;
import io.tito.log.GroupRemoval;
import io.tito.log.PartitionInfo;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Groups that operators look at and remove.
 */
class OperatorGroupTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private OperatedGroup group;

	@BeforeEach
	void prepare() {
		this.group = new OperatedGroup(cluster);
	}

	@AfterEach
	void close() {
		this.group.close();
	}

	@Test
	void listsGroupsAndPartitions() {
		this.group.publish("ann", "a1");
		this.group.drain();

		assertThat(this.group.operations.groups("order")).extracting(GroupInfo::group).containsExactly("audit");
		assertThat(this.group.operations.partitions("order", "audit")).extracting(PartitionInfo::owner)
			.containsOnly(this.group.one.member.self())
			.hasSize(2);
	}

	@Test
	void refusesToRemoveAGroupInUse() {
		EventLogOperations careful = new EventLogOperations(this.group.one.log, (type, group) -> true);

		assertThatIllegalStateException().isThrownBy(() -> careful.removeGroup("order", "audit"))
			.withMessageContaining("in use")
			.withMessageContaining("stop the listeners");
		assertThat(this.group.operations.groups("order")).hasSize(1);
	}

	@Test
	void removesAGroupWithAllThatItHas() {
		this.group.rejected.add("a1");
		this.group.before = (event) -> {
			if (event.equals("b1")) {
				throw new IllegalStateException("not yet");
			}
		};
		this.group.publish("ann", "a1");
		this.group.publish("bob", "b1", "b2");
		this.group.one.runUntil(() -> this.group.operations.lag("order", "audit").parked() == 2
				&& this.group.operations.lag("order", "audit").deadLetters() == 1);

		assertThat(this.group.operations.removeGroup("order", "audit")).isEqualTo(new GroupRemoval(1, 2, 1));
		assertThat(this.group.operations.removeGroup("order", "audit")).isEqualTo(new GroupRemoval(0, 0, 0));
		this.group.one.runOnce();
		this.group.one.runOnce();
		assertThat(cluster.rows("group:")).as("an instance that still listens stores nothing").isEmpty();
		assertThat(cluster.rows("lane:")).isEmpty();
		assertThat(cluster.rows("parked:")).isEmpty();
		assertThat(cluster.rows("dead:")).isEmpty();
		assertThat(cluster.rows("event:")).hasSize(3);
	}

}
