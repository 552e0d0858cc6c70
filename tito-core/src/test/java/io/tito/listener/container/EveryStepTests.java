package io.tito.listener.container;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import io.tito.embedded.fault.FaultAction;
import io.tito.key.Key;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tikv.kvproto.Errorpb;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Takeover, sweep, delivery, parking, the drain of a lane, release and the next takeover,
 * as often as they have requests: each time another one of these meets a fault. With
 * {@code -Dtito.schedules=50}, each one meets each fault.
 */
class EveryStepTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private static final List<String> RPCS = List.of("KvPrewrite", "KvCommit", "KvScan", "KvGet", "KvBatchGet",
			"KvCheckTxnStatus", "KvResolveLock", "KvPessimisticLock", "KvBatchRollback");

	private static final boolean ALL = Integer.getInteger("tito.schedules", 1) >= 50;

	private static final int NEVER = -1;

	private static final List<String> LANE = List.of("a0", "a1", "a2", "a3", "a4", "a5");

	private final AtomicInteger requests = new AtomicInteger();

	private volatile boolean counting;

	private int runs;

	/**
	 * What happens to a request.
	 */
	private enum Trouble {

		SPLIT, LOST, ANSWER_LOST, REPEATED, BUSY, STALE_EPOCH, NO_LEADER

	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void eachRequestMayFail(boolean transactional) {
		long seed = Long.getLong("tito.seed", System.nanoTime());
		System.out.println("Every step, repeat with -Dtito.seed=" + seed);
		Random random = new Random(seed);
		disturb(NEVER, Trouble.LOST);
		run(transactional);
		cluster.faults().clear();
		int steps = this.requests.get();
		assertThat(steps).isGreaterThan(30);
		List<String> wrong = new ArrayList<>();
		for (int step = 1; step <= steps; step++) {
			for (Trouble trouble : troubles(random)) {
				disturb(step, trouble);
				List<String> handled = run(transactional);
				cluster.faults().clear();
				if (!isRight(handled, transactional)) {
					wrong.add("%s at request %d: %s".formatted(trouble, step, handled));
				}
			}
		}
		System.out.printf("%d runs of %d requests%n", this.runs, steps);
		assertThat(wrong).as("seed %d", seed).isEmpty();
	}

	private static List<Trouble> troubles(Random random) {
		List<Trouble> all = List.of(Trouble.values());
		return ALL ? all : List.of(all.get(random.nextInt(all.size())));
	}

	/**
	 * Two owners, one after the other, and a lane that is parked and drained by both.
	 * @return what they handled of it, in order; in transactional mode, its effects
	 */
	private List<String> run(boolean transactional) {
		int run = this.runs++;
		this.requests.set(0);
		List<String> handled = new ArrayList<>();
		try (TestInstance one = new TestInstance(cluster, "one" + run, 1);
				TestInstance two = new TestInstance(cluster, "two" + run, 1)) {
			AtomicInteger failures = new AtomicInteger(1);
			listen(one, run, transactional, handled, failures);
			LANE.subList(0, 4).forEach((event) -> one.publish("a" + run, event + "/" + run));
			one.start();
			this.counting = true;
			one.drain("audit");
			one.release();
			this.counting = false;
			one.member.close();
			failures.set(1);
			listen(two, run, transactional, handled, failures);
			LANE.subList(4, 6).forEach((event) -> one.publish("a" + run, event + "/" + run));
			two.start();
			this.counting = true;
			two.drain("audit");
			two.release();
			this.counting = false;
			assertThat(cluster.rows("lane:")).isEmpty();
			assertThat(cluster.rows("dead:")).isEmpty();
			return transactional ? effects(run) : handled;
		}
	}

	private static void listen(TestInstance one, int run, boolean transactional, List<String> handled,
			AtomicInteger failures) {
		one.listen("audit", transactional, (event, type, payload) -> {
			String text = new String(payload, StandardCharsets.UTF_8);
			String name = text.substring(0, text.indexOf('/'));
			if (transactional) {
				one.transactions.execute((transaction) -> {
					byte[] before = transaction.get(row(run));
					String effects = (before != null) ? new String(before, StandardCharsets.UTF_8) : "";
					transaction.put(row(run), (effects + name + ",").getBytes(StandardCharsets.UTF_8));
					return Boolean.TRUE;
				});
			}
			if (event.attempt() == 1 && failures.getAndDecrement() > 0) {
				throw new IllegalStateException("the lane is parked");
			}
			handled.add(name);
		});
	}

	private static boolean isRight(List<String> handled, boolean transactional) {
		return transactional ? handled.equals(LANE) : handled.stream().distinct().toList().equals(LANE);
	}

	private static List<String> effects(int run) {
		byte[] row = cluster.client().get(row(run));
		return (row != null) ? List.of(new String(row, StandardCharsets.UTF_8).split(",")) : List.of();
	}

	private static Key row(int run) {
		return cluster.namespace().key("data", "effects", Integer.toString(run));
	}

	private void disturb(int step, Trouble trouble) {
		for (String rpc : RPCS) {
			cluster.faults()
				.onEvery(rpc, (request) -> this.counting && this.requests.incrementAndGet() == step,
						action(trouble, step));
		}
	}

	private static FaultAction action(Trouble trouble, int step) {
		return switch (trouble) {
			case SPLIT -> FaultAction.before(() -> split(step));
			case LOST -> FaultAction.dropBefore();
			case ANSWER_LOST -> FaultAction.dropAfter();
			case REPEATED -> FaultAction.duplicate();
			case BUSY -> FaultAction.regionError(
					Errorpb.Error.newBuilder().setServerIsBusy(Errorpb.ServerIsBusy.getDefaultInstance()).build());
			case STALE_EPOCH -> FaultAction.regionError(
					Errorpb.Error.newBuilder().setEpochNotMatch(Errorpb.EpochNotMatch.getDefaultInstance()).build());
			case NO_LEADER -> FaultAction
				.regionError(Errorpb.Error.newBuilder().setNotLeader(Errorpb.NotLeader.getDefaultInstance()).build());
		};
	}

	/**
	 * Let a region begin in the midst of what is read and written together.
	 */
	private static void split(int step) {
		List<String> places = List.of("event:order:0000:", "group:order:audit:0000", "lane:order:", "parked:order:",
				"data:");
		Key key = cluster.namespace().key(places.get(step % places.size()) + step);
		cluster.regions().split(key.bytes());
	}

}
