package io.tito.log;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.tito.annotation.StartPosition;
import io.tito.embedded.fault.FaultAction;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Owners of several partitions that act on one look.
 */
class SweepTests {

	private static final PartitionId OTHER = new PartitionId("order", "mail", 0);

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private OnePartition partition;

	@BeforeEach
	void prepare() {
		this.partition = new OnePartition(cluster);
		this.partition.log.groups().register("order", "mail", StartPosition.EARLIEST);
		this.partition.publish(1);
	}

	@Test
	void eachOwnerStartsATransactionOfItsOwn() {
		List<Long> starts = new CopyOnWriteArrayList<>();
		cluster.faults()
			.onEvery("KvPrewrite", (request) -> !starts.add(((PrewriteRequest) request).getStartVersion()),
					FaultAction.dropBefore());
		Sweep found = sweep();
		OwnedPartition one = take(OnePartition.ID, found);
		OwnedPartition two = take(OTHER, found);
		Sweep sweep = sweep();
		assertThat(acknowledge(one, sweep)).isTrue();
		assertThat(acknowledge(two, sweep)).isTrue();

		assertThat(starts).hasSize(4).doesNotHaveDuplicates();
	}

	/**
	 * The locks of a transaction whose start is that of another one would be treated as
	 * that one ended.
	 */
	@Test
	void whatOneOwnerHasStoredOutlivesTheRefusalOfAnother() {
		cluster.regions().split(cluster.namespace().prefix("lane").bytes());
		Sweep found = sweep();
		OwnedPartition refused = take(OnePartition.ID, found);
		OwnedPartition stored = take(OTHER, found);
		Sweep sweep = sweep();
		assertThat(refused.matches(sweep)).isTrue();
		this.partition.operate("bob");
		cluster.faults().onEvery("KvCommit", (request) -> true, FaultAction.dropBefore());
		assertThat(acknowledge(stored, sweep)).isTrue();
		Map<String, Long> before = cluster.faults().requests();
		assertThat(acknowledge(refused, sweep)).isTrue();
		// into two regions, refused, and once more
		assertThat(this.partition.requestsSince(before).get("KvPrewrite")).isGreaterThanOrEqualTo(4);

		GroupState state = this.partition.log.state(cluster.client().snapshot(), OTHER);
		assertThat(state.snapshot()).isEqualTo(sweep.at());
	}

	/**
	 * Who comes when all starts are taken looks once more for itself.
	 */
	@Test
	void ownersMayStoreMoreOftenThanTheSweepForesaw() {
		OwnedPartition owned = take(OTHER, sweep());
		Sweep sweep = sweep();
		assertThat(List.of(sweep.start(), sweep.start())).doesNotHaveDuplicates()
			.allMatch((start) -> start.isBefore(sweep.at()));
		assertThat(sweep.start()).isNull();

		assertThat(acknowledge(owned, sweep)).isTrue();
	}

	private Sweep sweep() {
		return this.partition.log.sweep(List.of(OnePartition.ID, OTHER), Map.of());
	}

	private OwnedPartition take(PartitionId id, Sweep found) {
		OwnedPartition taken = OwnedPartition.take(this.partition.log, id, "one@1", found);
		assertThat(taken).isNotNull();
		return taken;
	}

	/**
	 * Park what is new, so that two rows are written.
	 */
	private static boolean acknowledge(OwnedPartition owned, Sweep sweep) {
		if (!owned.matches(sweep)) {
			return false;
		}
		LogPage page = owned.read(sweep, 10, true);
		Acknowledgement acknowledgement = owned.acknowledgement();
		page.fresh().forEach((event) -> acknowledgement.park(event, 1));
		acknowledgement.settle(page);
		return owned.commit(acknowledgement);
	}

}
