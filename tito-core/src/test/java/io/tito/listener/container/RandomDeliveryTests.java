package io.tito.listener.container;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.tito.client.CommitOutcome;
import io.tito.client.TitoClientException;
import io.tito.client.Transaction;
import io.tito.embedded.fault.FaultAction;
import io.tito.key.Key;
import io.tito.listener.EventMetadata;
import io.tito.listener.retry.RetrySettings;
import io.tito.log.TypeSettings;
import io.tito.testing.Schedules;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tikv.kvproto.Errorpb;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three instances on many threads, killed and started again while they handle events of
 * many lanes, with handlers that fail at random and, half of the time, a network that
 * loses requests and answers. In transactional mode each effect happens once and in
 * order; in the default mode nothing is missing and the first deliveries are in order.
 */
class RandomDeliveryTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private static final int LANES = 12;

	private static final int EVENTS = 25;

	private static final RetrySettings RETRY = RetrySettings.DEFAULTS.withMaxAttempts(1000)
		.withPauses(Duration.ofMillis(1), 1.5, Duration.ofMillis(20));

	private static final ListenerSettings SETTINGS = ListenerSettings.of(ListenerSettings.Profile.BALANCED)
		.withBatch(10)
		.withConcurrency(3)
		.withRetry(RETRY);

	private final List<String> faults = new CopyOnWriteArrayList<>();

	private final Map<String, List<Integer>> audit = new ConcurrentHashMap<>();

	@ParameterizedTest
	@MethodSource("seeds")
	void survivesKillsAndFailures(long seed) throws Exception {
		System.out.println("Repeat with -Dtito.seed=" + seed + " -Dtito.schedules=1");
		boolean faults = seed % 2 == 0;
		Random random = new Random(seed);
		ExecutorService publishers = Executors.newFixedThreadPool(4, (task) -> new Thread(task, "publisher"));
		List<Life> lives = new ArrayList<>();
		List<Life> dead = new ArrayList<>();
		try {
			for (int i = 0; i < 3; i++) {
				lives.add(new Life("instance" + i, random.nextLong()));
			}
			if (faults) {
				disturb(new Random(seed));
			}
			CountDownLatch published = publish(publishers);
			for (int kill = 0; kill < 5; kill++) {
				published.await(100 + random.nextInt(200), TimeUnit.MILLISECONDS);
				int victim = random.nextInt(lives.size());
				lives.get(victim).kill();
				dead.add(lives.get(victim));
				lives.set(victim, new Life("instance" + victim, random.nextLong()));
			}
			assertThat(published.await(60, TimeUnit.SECONDS)).as(() -> "published: " + this.faults + stacks()).isTrue();
			assertThat(this.faults).as("seed %d", seed).isEmpty();
			Life last = lives.get(0);
			awaitDone(last.instance, "billing", "audit");
			check(seed);
		}
		finally {
			publishers.shutdownNow();
			dead.addAll(lives);
			for (Life life : dead) {
				life.kill();
				life.instance.close();
			}
		}
	}

	/**
	 * Where publishers are stuck.
	 */
	private static String stacks() {
		return Thread.getAllStackTraces()
			.entrySet()
			.stream()
			.filter((thread) -> thread.getKey().getName().startsWith("publisher"))
			.map((thread) -> thread.getKey() + " " + List.of(thread.getValue()))
			.collect(Collectors.joining("\n"));
	}

	static long[] seeds() {
		return Schedules.seeds(4);
	}

	private void check(long seed) {
		assertThat(this.faults).as("seed %d", seed).isEmpty();
		for (int lane = 0; lane < LANES; lane++) {
			List<Integer> expected = IntStream.range(0, EVENTS).boxed().toList();
			assertThat(last("lane" + lane)).as("effects of lane %d, seed %d", lane, seed).isEqualTo(EVENTS - 1);
			assertThat(this.audit.get("lane" + lane).stream().distinct()).as("lane %d, seed %d", lane, seed)
				.containsExactlyElementsOf(expected);
		}
		assertThat(cluster.rows("dead:")).isEmpty();
		assertThat(cluster.rows("lane:")).isEmpty();
	}

	private static void awaitDone(TestInstance instance, String... groups) {
		long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
		for (String group : groups) {
			while (!instance.isDone(group)) {
				assertThat(System.nanoTime()).as("%s is not done: %s", group, instance.operations.lag("order", group))
					.isLessThan(end);
			}
		}
	}

	private CountDownLatch publish(ExecutorService publishers) {
		CountDownLatch published = new CountDownLatch(LANES);
		TestInstance publisher = new TestInstance(cluster, "publisher", type(), SETTINGS);
		for (int lane = 0; lane < LANES; lane++) {
			String key = "lane" + lane;
			publishers.submit(() -> {
				try {
					for (int i = 0; i < EVENTS; i++) {
						publish(publisher, key, "" + i);
					}
				}
				catch (RuntimeException | Error ex) {
					this.faults.add(key + " could not be published: " + ex);
				}
				published.countDown();
			});
		}
		return published;
	}

	/**
	 * Publish for sure, once: what commit throws, or returns, says surely not committed,
	 * unless it is unknown and has to be asked for.
	 */
	private static void publish(TestInstance publisher, String key, String payload) {
		CommitOutcome outcome = null;
		while (!(outcome instanceof CommitOutcome.Committed)) {
			Transaction transaction = publisher.client.begin();
			publisher.append(transaction, key, payload, null);
			try {
				outcome = transaction.commit();
			}
			catch (TitoClientException ex) {
				outcome = null;
			}
			while (outcome instanceof CommitOutcome.Unknown unknown) {
				outcome = publisher.client.probe(unknown);
			}
		}
	}

	/**
	 * Lose requests and answers, and claim to be busy, now and then.
	 */
	private static void disturb(Random random) {
		Errorpb.Error busy = Errorpb.Error.newBuilder()
			.setServerIsBusy(Errorpb.ServerIsBusy.getDefaultInstance())
			.build();
		for (String rpc : List.of("KvPrewrite", "KvCommit", "KvScan", "KvGet", "KvBatchGet")) {
			cluster.faults().onEvery(rpc, (request) -> oneIn(150, random), FaultAction.dropBefore());
			cluster.faults().onEvery(rpc, (request) -> oneIn(150, random), FaultAction.dropAfter());
			cluster.faults().onEvery(rpc, (request) -> oneIn(60, random), FaultAction.regionError(busy));
		}
	}

	private static boolean oneIn(int count, Random random) {
		synchronized (random) {
			return random.nextInt(count) == 0;
		}
	}

	private static TypeSettings type() {
		return TypeSettings.DEFAULTS.withPartitions(4);
	}

	private int last(String key) {
		byte[] row = cluster.client().get(row(key));
		return (row != null) ? row[0] : -1;
	}

	private static Key row(String key) {
		return cluster.namespace().key("data", "last", key);
	}

	/**
	 * One incarnation of an instance.
	 */
	private final class Life {

		private final TestInstance instance;

		private final ExecutorService handlers = Executors.newFixedThreadPool(3);

		private final Random random;

		private final Thread poller;

		private final AtomicInteger alive = new AtomicInteger(1);

		Life(String name, long seed) {
			this.random = new Random(seed);
			this.instance = new TestInstance(cluster, name, type(), SETTINGS);
			this.instance.listen("billing", true, this::bill).listen("audit", false, this::audit).start(this.handlers);
			this.poller = new Thread(() -> this.instance.runWhile(() -> this.alive.get() == 1), "poller-" + name);
			this.poller.setDaemon(true);
			this.poller.start();
		}

		/**
		 * End without giving anything back, as if the process were gone: the row of the
		 * member stays until the next life of its name.
		 */
		void kill() throws InterruptedException {
			this.alive.set(0);
			this.handlers.shutdownNow();
			this.poller.join();
			this.handlers.awaitTermination(20, TimeUnit.SECONDS);
		}

		private void bill(EventMetadata event, String type, byte[] payload) {
			int number = number(payload);
			this.instance.transactions.execute((transaction) -> {
				check(event, number, transaction);
				transaction.put(row(event.key()), new byte[] { (byte) number });
				return null;
			});
			failSometimes();
		}

		private void check(EventMetadata event, int number, Transaction transaction) {
			byte[] stored = transaction.get(row(event.key()));
			int before = (stored != null) ? stored[0] : -1;
			if (before != number - 1) {
				RandomDeliveryTests.this.faults.add(event.key() + ": " + number + " after " + before);
			}
		}

		private void audit(EventMetadata event, String type, byte[] payload) {
			failSometimes();
			RandomDeliveryTests.this.audit.computeIfAbsent(event.key(), (key) -> new CopyOnWriteArrayList<>())
				.add(number(payload));
		}

		private synchronized void failSometimes() {
			if (this.random.nextInt(12) == 0) {
				throw new IllegalStateException("at random");
			}
		}

		private static int number(byte[] payload) {
			return Integer.parseInt(new String(payload, StandardCharsets.UTF_8));
		}

	}

}
