package io.tito.listener.container;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.tito.client.ClientListener;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.log.TypeSettings;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many requests reading costs.
 */
class ReadingEconomyTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private static final int PARTITIONS = 16;

	private static final Set<String> READS = Set.of("KvScan", "KvGet", "KvBatchGet");

	private static final Set<String> WRITES = Set.of("KvPrewrite", "KvCommit", "KvPessimisticLock");

	private final Requests requests = new Requests();

	@Test
	void idleGroupsShareOneScanOfEachPartitionAndWriteNothing() {
		Duration pause = Duration.ofMillis(400);
		ListenerSettings settings = ListenerSettings.of(ListenerSettings.Profile.BALANCED)
			.withPolling(new PollIntervals(Duration.ZERO, pause, pause, pause));
		try (TitoClient client = cluster.connect(this.requests); TestInstance one = instance(client, settings)) {
			for (String group : new String[] { "audit", "mail", "shipping" }) {
				one.listen(group, false, one::remember);
			}
			one.start();
			one.runUntil(() -> one.owned() == 3 * PARTITIONS);
			// the first look after the takeover expects events
			one.runUntil(() -> this.requests.readsOfASweep(one) > 0);
			one.runUntil(() -> this.requests.readsOfASweep(one) > 0);
			this.requests.counts.clear();
			int sweeps = 3;
			AtomicInteger reads = new AtomicInteger();
			for (int seen = 0; seen < sweeps;) {
				int now = this.requests.readsOfASweep(one);
				reads.addAndGet(now);
				seen += (now > 0) ? 1 : 0;
			}

			// the states are one request for each region that holds some, and the member
			// looks for others once a second
			assertThat(reads.get()).as("reads of %d sweeps: %s", sweeps, this.requests.counts)
				.isLessThanOrEqualTo(sweeps * (PARTITIONS + 6));
			assertThat(this.requests.sum(WRITES)).as("%s", this.requests.counts).isLessThanOrEqualTo(2);
		}
	}

	@Test
	void batchOfEventsCostsNoMoreThanOneEvent() {
		try (TitoClient client = cluster.connect(this.requests);
				TestInstance one = new TestInstance(cluster, client, "one", TypeSettings.DEFAULTS.withPartitions(1),
						ListenerSettings.of(ListenerSettings.Profile.BALANCED))) {
			one.listen("audit", false, one::remember).start();
			one.runUntil(() -> one.owned() == 1);
			publish(one, 1);
			one.runUntil(() -> one.handled.size() == 1);
			publish(one, 28);
			this.requests.counts.clear();
			one.runUntil(() -> one.handled.size() == 29);

			// states, announcements, window and page; the member's own look may fall in
			assertThat(this.requests.sum(READS)).as("%s", this.requests.counts).isLessThanOrEqualTo(10);
			assertThat(this.requests.sum(WRITES)).as("%s", this.requests.counts).isLessThanOrEqualTo(2);
		}
	}

	/**
	 * Finding an event of its own publisher is no reason for an instance to look more
	 * often.
	 */
	@Test
	void eventThatWasSignalledCostsOneLook() {
		Duration pause = Duration.ofSeconds(30);
		ListenerSettings settings = ListenerSettings.of(ListenerSettings.Profile.BALANCED)
			.withPolling(new PollIntervals(Duration.ZERO, pause, pause, pause));
		try (TitoClient client = cluster.connect(this.requests); TestInstance one = instance(client, settings)) {
			one.listen("audit", false, one::remember).start();
			one.runUntil(() -> one.owned() == PARTITIONS);
			one.runUntil(() -> this.requests.readsOfASweep(one) > 0);
			this.requests.counts.clear();
			one.publish("lane", "first");
			one.runOnce();
			assertThat(one.handled).containsExactly("first");

			// the state; announcements, window, page and the next due key; the member's
			// own
			// look may fall in
			assertThat(this.requests.sum(READS)).as("%s", this.requests.counts).isLessThanOrEqualTo(6);
			this.requests.counts.clear();
			one.runOnce();
			assertThat(this.requests.sum(READS)).as("%s", this.requests.counts).isLessThanOrEqualTo(1);
		}
	}

	/**
	 * To find out that there is nothing, no thread of a listener is woken.
	 */
	@Test
	void onlyPartitionsWithEventsAreHandedToThreads() {
		Duration pause = Duration.ofMillis(400);
		ListenerSettings settings = ListenerSettings.of(ListenerSettings.Profile.BALANCED)
			.withPolling(new PollIntervals(Duration.ZERO, pause, pause, pause));
		AtomicInteger handed = new AtomicInteger();
		try (TitoClient client = cluster.connect(this.requests); TestInstance one = instance(client, settings)) {
			for (String group : new String[] { "audit", "mail", "shipping" }) {
				one.listen(group, false, one::remember);
			}
			one.start((task) -> {
				handed.incrementAndGet();
				task.run();
			});
			one.runUntil(() -> one.owned() == 3 * PARTITIONS);
			// the first look after the takeover may read more than the sweep did
			one.runUntil(() -> this.requests.readsOfASweep(one) > 0);
			one.runUntil(() -> this.requests.readsOfASweep(one) > 0);
			handed.set(0);
			for (int seen = 0; seen < 3;) {
				seen += (this.requests.readsOfASweep(one) >= PARTITIONS) ? 1 : 0;
			}
			assertThat(handed.get()).as("hand-overs of three idle sweeps").isZero();

			one.publish("lane", "first");
			one.runUntil(() -> one.handled.size() == 3);
			assertThat(handed.get()).as("one for each group").isEqualTo(3);
		}
	}

	private static void publish(TestInstance one, int events) {
		Transaction transaction = one.client.begin();
		IntStream.range(0, events).forEach((i) -> one.append(transaction, "lane" + i, "" + i, null));
		transaction.commit();
	}

	private static TestInstance instance(TitoClient client, ListenerSettings settings) {
		return new TestInstance(cluster, client, "one", TypeSettings.DEFAULTS.withPartitions(PARTITIONS), settings);
	}

	private static final class Requests implements ClientListener {

		private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();

		@Override
		public void request(String name, long nanos, boolean failed) {
			this.counts.computeIfAbsent(name, (any) -> new AtomicInteger()).incrementAndGet();
		}

		int sum(Set<String> names) {
			return new TreeMap<>(this.counts).entrySet()
				.stream()
				.filter((entry) -> names.contains(entry.getKey()))
				.mapToInt((entry) -> entry.getValue().get())
				.sum();
		}

		/**
		 * Let the poller look, and wait as long as it says.
		 */
		int readsOfASweep(TestInstance one) {
			int before = sum(READS);
			one.runOnceAndWait();
			return sum(READS) - before;
		}

	}

}
