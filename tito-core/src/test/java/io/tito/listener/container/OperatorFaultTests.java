package io.tito.listener.container;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.tito.annotation.StartPosition;
import io.tito.client.StoreUnavailableException;
import io.tito.embedded.fault.FaultAction;
import io.tito.log.DeadLetterQuery;
import io.tito.log.DeadLetterResult;
import io.tito.log.GroupInfo;
import io.tito.log.GroupRemoval;
import io.tito.log.Replay;
import io.tito.log.ReplayResult;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tikv.kvproto.Kvrpcpb.KeyError;
import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;
import org.tikv.shade.com.google.protobuf.Message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Operations that fail half-way are finished by repeating them, and lanes that wait for
 * an operator go on.
 */
class OperatorFaultTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private static final int EVENTS = 250;

	private OperatedGroup group;

	@BeforeEach
	void prepare() {
		this.group = OperatedGroup.holding(cluster);
	}

	@AfterEach
	void close() {
		this.group.close();
	}

	@Test
	void replayOfDeadLettersIsFinishedByRepeatingIt() {
		List<String> events = IntStream.range(0, EVENTS).mapToObj((i) -> "e" + i).toList();
		this.group.rejected.addAll(events);
		events.forEach((event) -> this.group.one.publish("key" + event, event));
		this.group.one.runUntil(() -> this.group.operations.lag("order", "audit").deadLetters() == EVENTS);
		this.group.rejected.clear();
		DeadLetterQuery all = DeadLetterQuery.of("order", "audit").limit(1000);
		failsAfter(2, ":dead:");
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> this.group.deadLetters.replay(all))
			.withMessageContaining("repeat the operation");
		cluster.faults().clear();
		DeadLetterResult rest = this.group.deadLetters.replay(all);
		this.group.drain();

		assertThat(rest.affected()).isBetween(1, EVENTS - 1);
		assertThat(this.group.handled).hasSize(EVENTS).doesNotHaveDuplicates();
	}

	@Test
	void replayOfPartitionsIsFinishedByRepeatingIt() {
		publishToBothPartitions();
		this.group.drain();
		int before = this.group.handled.size();
		failsAfter(1, ":group:");
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> this.group.operations.replay(Replay.of("order", "audit")));
		cluster.faults().clear();
		assertThat(this.group.operations.replay(Replay.of("order", "audit")).partitions())
			.as("one had been sent back already")
			.isEqualTo(1);
		assertThat(this.group.operations.replay(Replay.of("order", "audit"))).isEqualTo(new ReplayResult(0, 0, 0));
		this.group.drain();

		assertThat(this.group.handled).hasSize(2 * before);
		assertThat(this.group.handled.subList(before, 2 * before))
			.containsExactlyInAnyOrderElementsOf(this.group.handled.subList(0, before));
	}

	@Test
	void removalOfAGroupIsFinishedByRepeatingIt() {
		this.group.rejected.add("e1");
		this.group.one.publish("ann", "e1");
		this.group.one.publish("ann", "e2");
		this.group.one.runUntil(() -> this.group.operations.lag("order", "audit").parked() == 1);
		failsAfter(0, ":dead:");
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> this.group.operations.removeGroup("order", "audit"));
		cluster.faults().clear();
		assertThat(this.group.operations.groups("order")).singleElement().matches(GroupInfo::removing);
		assertThatIllegalStateException()
			.isThrownBy(() -> this.group.one.log.groups().register("order", "audit", StartPosition.EARLIEST))
			.withMessageContaining("being removed")
			.withMessageContaining("removeGroup");
		assertThat(this.group.operations.removeGroup("order", "audit")).isEqualTo(new GroupRemoval(0, 0, 1));

		assertThat(this.group.operations.groups("order")).isEmpty();
		List.of("group:", "lane:", "parked:", "dead:").forEach((rows) -> assertThat(cluster.rows(rows)).isEmpty());
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void heldLaneGoesOnWhenItsDeadLetterIsReplayedOrDiscarded(boolean replay) {
		this.group.rejected.add("e1");
		List.of("e1", "e2", "e3").forEach((event) -> this.group.one.publish("ann", event));
		this.group.one.runUntil(() -> this.group.operations.lag("order", "audit").parked() == 2);
		this.group.rejected.clear();
		this.group.one.runOnceAndWait();
		assertThat(this.group.handled).isEmpty();
		DeadLetterQuery lane = DeadLetterQuery.of("order", "audit").lane("ann");
		assertThat((replay ? this.group.deadLetters.replay(lane) : this.group.deadLetters.discard(lane)).affected())
			.isEqualTo(1);
		this.group.drain();

		List<String> expected = new ArrayList<>(List.of("e2", "e3"));
		if (replay) {
			expected.add(0, "e1");
		}
		assertThat(this.group.handled).containsExactlyElementsOf(expected);
		assertThat(cluster.rows("lane:")).isEmpty();
		assertThat(cluster.rows("dead:")).isEmpty();
	}

	private void publishToBothPartitions() {
		IntStream.range(0, 20).forEach((i) -> this.group.one.publish("key" + i, "e" + i));
		assertThat(cluster.rows("event:order:0000:")).isNotEmpty();
		assertThat(cluster.rows("event:order:0001:")).isNotEmpty();
	}

	/**
	 * Let some transactions that write such rows through, and then none.
	 */
	private static void failsAfter(int transactions, String rows) {
		AtomicInteger seen = new AtomicInteger();
		cluster.faults()
			.onEvery("KvPrewrite", (request) -> writes(request, rows) && seen.incrementAndGet() > transactions,
					FaultAction.keyError(KeyError.newBuilder().setAbort("on purpose").build()));
	}

	private static boolean writes(Message request, String rows) {
		return ((PrewriteRequest) request).getMutationsList()
			.stream()
			.anyMatch((mutation) -> mutation.getKey().toStringUtf8().contains(rows));
	}

}
