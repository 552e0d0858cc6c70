package io.tito.log;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.tito.client.CommitOutcome;
import io.tito.client.Timestamp;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.embedded.fault.FaultAction;
import io.tito.log.write.EventWriter;
import io.tito.log.write.NewEvent;
import io.tito.testing.TestCluster;
import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.Kvrpcpb.CommitRequest;

/**
 * Transactions that publish, some of them held on their way.
 */
final class RandomWriters implements AutoCloseable {

	private static final Duration LONG = Duration.ofSeconds(20);

	private static final int HELD = 8;

	private final TestCluster cluster;

	private final TitoClient client;

	private final Random random;

	private final EventLog log;

	private final EventWriter writer;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final List<Writing> all = new ArrayList<>();

	private final List<Writing> held = new ArrayList<>();

	RandomWriters(TestCluster cluster, Random random) {
		this.cluster = cluster;
		this.client = cluster.client();
		this.random = random;
		LogKeys keys = new LogKeys(cluster.namespace());
		TypeSettings settings = new TypeSettings(1, Duration.ofMillis(30), Duration.ofMillis(400));
		EventTypes types = new EventTypes(this.client, keys, (type) -> settings);
		this.log = new EventLog(this.client, keys, types);
		this.writer = new EventWriter(this.client, types, keys, (type, partition) -> {
		}, LogListener.NONE);
	}

	EventLog log() {
		return this.log;
	}

	/**
	 * Begin a transaction and let it run to its end, or to a place where it is held.
	 */
	void begin() {
		if (this.held.size() >= HELD) {
			go();
			return;
		}
		Writing writing = new Writing(this.all.size());
		this.all.add(writing);
		int kind = this.random.nextInt(4);
		if (kind == 0) {
			writing.run();
			return;
		}
		if (kind == 1) {
			writing.holdCommit();
		}
		else {
			writing.holdBase();
		}
		writing.start();
		this.held.add(writing);
	}

	/**
	 * Let one go on.
	 */
	void go() {
		if (!this.held.isEmpty()) {
			this.held.remove(this.random.nextInt(this.held.size())).end();
		}
	}

	void finish() {
		while (!this.held.isEmpty()) {
			go();
		}
	}

	List<String> committed() {
		return this.all.stream().filter((writing) -> writing.committed).flatMap((w) -> w.payloads.stream()).toList();
	}

	/**
	 * Pairs of one lane, both due at once, where the second began after the first had
	 * returned but was settled before it.
	 */
	List<String> disorder(List<String> settled) {
		List<String> disorder = new ArrayList<>();
		for (Writing first : this.all) {
			for (Writing second : this.all) {
				if (first.precedes(second) && settled.indexOf(second.payloads.get(0)) < settled
					.indexOf(first.payloads.get(first.payloads.size() - 1))) {
					disorder.add(first.payloads + " before " + second.payloads);
				}
			}
		}
		return disorder;
	}

	@Override
	public void close() {
		this.held.forEach(Writing::release);
		this.threads.shutdownNow();
	}

	private final class Writing {

		private final int lane = RandomWriters.this.random.nextInt(4);

		private final boolean immediate = RandomWriters.this.random.nextInt(4) > 0;

		private final List<String> payloads = new ArrayList<>();

		private final Transaction transaction = RandomWriters.this.client.begin();

		private final Timestamp began = this.transaction.timestamp();

		private final CountDownLatch arrived = new CountDownLatch(1);

		private final CountDownLatch released = new CountDownLatch(1);

		private FaultAction.@Nullable Hold hold;

		private @Nullable Future<?> future;

		private volatile boolean committed;

		private volatile @Nullable Timestamp returned;

		Writing(int number) {
			int events = 1 + RandomWriters.this.random.nextInt(2);
			for (int i = 0; i < events; i++) {
				String payload = number + "." + i;
				this.payloads.add(payload);
				RandomWriters.this.writer.append(this.transaction, event(payload));
			}
		}

		private NewEvent event(String payload) {
			Instant due = this.immediate ? null
					: this.began.instant().plusMillis(RandomWriters.this.random.nextInt(60));
			return new NewEvent("order", "lane" + this.lane, null, null, null, due, "text", Map.of(),
					payload.getBytes(StandardCharsets.UTF_8));
		}

		/**
		 * Between base and prewrite.
		 */
		void holdBase() {
			this.transaction.onCommit((base, writes) -> {
				this.arrived.countDown();
				await(this.released);
			});
		}

		/**
		 * Between the prewrites and the commit of the primary; the jump of the clock
		 * makes the commit two-phase and slow.
		 */
		void holdCommit() {
			long start = this.transaction.timestamp().value();
			this.hold = FaultAction.holdBefore();
			RandomWriters.this.cluster.faults()
				.onNext("KvCommit", (request) -> ((CommitRequest) request).getStartVersion() == start, this.hold);
			this.transaction.onCommit((base, writes) -> RandomWriters.this.cluster
				.pass(Duration.ofMillis(20 + RandomWriters.this.random.nextInt(60))));
		}

		void start() {
			this.future = RandomWriters.this.threads.submit(this::run);
			if (this.hold == null) {
				await(this.arrived);
			}
			else {
				awaitHoldOrEnd();
			}
		}

		void run() {
			CommitOutcome outcome = this.transaction.commit();
			if (outcome instanceof CommitOutcome.Unknown unknown) {
				outcome = RandomWriters.this.client.probe(unknown);
			}
			this.committed = outcome instanceof CommitOutcome.Committed;
			this.returned = RandomWriters.this.client.timestamp();
			this.arrived.countDown();
		}

		void release() {
			this.released.countDown();
			if (this.hold != null) {
				this.hold.release();
			}
		}

		void end() {
			release();
			try {
				this.future.get(LONG.toSeconds(), TimeUnit.SECONDS);
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

		boolean precedes(Writing other) {
			return this != other && this.lane == other.lane && this.immediate && other.immediate && this.committed
					&& other.committed && other.began.isAfter(this.returned);
		}

		private void awaitHoldOrEnd() {
			// either the commit is held, or it was prompt after all and the writer is
			// done
			while (this.arrived.getCount() > 0) {
				try {
					this.hold.awaitArrival(Duration.ofMillis(5));
					return;
				}
				catch (IllegalStateException ex) {
					continue;
				}
			}
		}

		private static void await(CountDownLatch latch) {
			try {
				if (!latch.await(LONG.toSeconds(), TimeUnit.SECONDS)) {
					throw new IllegalStateException("Held for too long");
				}
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
