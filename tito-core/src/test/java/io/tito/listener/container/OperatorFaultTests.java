package io.tito.listener.container;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.tito.annotation.OnDeadLetter;
import io.tito.annotation.StartPosition;
import io.tito.client.StoreUnavailableException;
import io.tito.embedded.fault.FaultAction;
import io.tito.listener.EventMetadata;
import io.tito.listener.RejectEventException;
import io.tito.log.DeadLetterOperations;
import io.tito.log.DeadLetterQuery;
import io.tito.log.DeadLetterResult;
import io.tito.log.GroupInfo;
import io.tito.log.GroupRemoval;
import io.tito.log.Replay;
import io.tito.log.ReplayResult;
import io.tito.log.TypeSettings;
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

	private final Set<String> rejected = ConcurrentHashMap.newKeySet();

	private final List<String> handled = new CopyOnWriteArrayList<>();

	private TestInstance one;

	private DeadLetterOperations deadLetters;

	@BeforeEach
	void prepare() {
		ListenerSettings settings = ListenerSettings.of(ListenerSettings.Profile.LOW_LATENCY)
			.withRetry(TestInstance.QUICK.withOnDeadLetter(OnDeadLetter.HOLD));
		this.one = new TestInstance(cluster, "one", TypeSettings.DEFAULTS.withPartitions(2), settings)
			.listen("audit", false, (EventMetadata event, String type, byte[] payload) -> {
				String text = new String(payload);
				if (this.rejected.contains(text)) {
					throw new RejectEventException("not " + text);
				}
				this.handled.add(text);
			})
			.start();
		this.deadLetters = new DeadLetterOperations(this.one.log);
	}

	@AfterEach
	void close() {
		this.one.close();
	}

	@Test
	void replayOfDeadLettersIsFinishedByRepeatingIt() {
		List<String> events = IntStream.range(0, EVENTS).mapToObj((i) -> "e" + i).toList();
		this.rejected.addAll(events);
		events.forEach((event) -> this.one.publish("key" + event, event));
		this.one.runUntil(() -> this.one.operations.lag("order", "audit").deadLetters() == EVENTS);
		this.rejected.clear();
		DeadLetterQuery all = DeadLetterQuery.of("order", "audit").limit(1000);
		failsAfter(2, ":dead:");
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> this.deadLetters.replay(all))
			.withMessageContaining("repeat the operation");
		cluster.faults().clear();
		DeadLetterResult rest = this.deadLetters.replay(all);
		this.one.drain("audit");

		assertThat(rest.affected()).isBetween(1, EVENTS - 1);
		assertThat(this.handled).hasSize(EVENTS).doesNotHaveDuplicates();
	}

	@Test
	void replayOfPartitionsIsFinishedByRepeatingIt() {
		publishToBothPartitions();
		this.one.drain("audit");
		int before = this.handled.size();
		failsAfter(1, ":group:");
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> this.one.operations.replay(Replay.of("order", "audit")));
		cluster.faults().clear();
		assertThat(this.one.operations.replay(Replay.of("order", "audit")).partitions())
			.as("one had been sent back already")
			.isEqualTo(1);
		assertThat(this.one.operations.replay(Replay.of("order", "audit"))).isEqualTo(new ReplayResult(0, 0, 0));
		this.one.drain("audit");

		assertThat(this.handled).hasSize(2 * before);
		assertThat(this.handled.subList(before, 2 * before))
			.containsExactlyInAnyOrderElementsOf(this.handled.subList(0, before));
	}

	@Test
	void removalOfAGroupIsFinishedByRepeatingIt() {
		this.rejected.add("e1");
		this.one.publish("ann", "e1");
		this.one.publish("ann", "e2");
		this.one.runUntil(() -> this.one.operations.lag("order", "audit").parked() == 1);
		failsAfter(0, ":dead:");
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> this.one.operations.removeGroup("order", "audit"));
		cluster.faults().clear();
		assertThat(this.one.operations.groups("order")).singleElement().matches(GroupInfo::removing);
		assertThatIllegalStateException()
			.isThrownBy(() -> this.one.log.groups().register("order", "audit", StartPosition.EARLIEST))
			.withMessageContaining("being removed")
			.withMessageContaining("removeGroup");
		assertThat(this.one.operations.removeGroup("order", "audit")).isEqualTo(new GroupRemoval(0, 0, 1));

		assertThat(this.one.operations.groups("order")).isEmpty();
		List.of("group:", "lane:", "parked:", "dead:").forEach((rows) -> assertThat(cluster.rows(rows)).isEmpty());
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void heldLaneGoesOnWhenItsDeadLetterIsReplayedOrDiscarded(boolean replay) {
		this.rejected.add("e1");
		List.of("e1", "e2", "e3").forEach((event) -> this.one.publish("ann", event));
		this.one.runUntil(() -> this.one.operations.lag("order", "audit").parked() == 2);
		this.rejected.clear();
		this.one.runOnceAndWait();
		assertThat(this.handled).isEmpty();
		DeadLetterQuery lane = DeadLetterQuery.of("order", "audit").lane("ann");
		assertThat((replay ? this.deadLetters.replay(lane) : this.deadLetters.discard(lane)).affected()).isEqualTo(1);
		this.one.drain("audit");

		List<String> expected = new ArrayList<>(List.of("e2", "e3"));
		if (replay) {
			expected.add(0, "e1");
		}
		assertThat(this.handled).containsExactlyElementsOf(expected);
		assertThat(cluster.rows("lane:")).isEmpty();
		assertThat(cluster.rows("dead:")).isEmpty();
	}

	private void publishToBothPartitions() {
		IntStream.range(0, 20).forEach((i) -> this.one.publish("key" + i, "e" + i));
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
