package io.tito.embedded.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.tito.embedded.EmbeddedTikv;

/**
 * Clients that append to lists, and one that audits them, while the cluster changes.
 */
final class Workload implements AutoCloseable {

	private static final int APPENDERS = 4;

	private static final int TRANSACTIONS = 100;

	private static final int BETWEEN_UPHEAVALS = 15;

	private final EmbeddedTikv tikv;

	private final Random random;

	private final ClusterClient cluster;

	private final ExecutorService threads = Executors.newFixedThreadPool(APPENDERS + 1);

	private final AppendHistory history = new AppendHistory();

	private final Auditor auditor;

	private final Semaphore transactions = new Semaphore(0);

	private final AtomicInteger working = new AtomicInteger(APPENDERS);

	Workload(EmbeddedTikv tikv, long seed) {
		System.out.println("Workload seed " + seed);
		this.tikv = tikv;
		this.random = new Random(seed);
		this.cluster = new ClusterClient(tikv.address());
		this.auditor = new Auditor(this.cluster, new Random(this.random.nextLong()));
	}

	AppendHistory history() {
		return this.history;
	}

	Auditor auditor() {
		return this.auditor;
	}

	void run() throws InterruptedException, ExecutionException {
		List<Future<?>> running = new ArrayList<>();
		for (int i = 0; i < APPENDERS; i++) {
			Appender appender = new Appender(this.cluster, new Random(this.random.nextLong()), this.history);
			running.add(this.threads.submit(() -> append(appender)));
		}
		AtomicBoolean done = new AtomicBoolean();
		Future<?> audit = this.threads.submit(() -> audit(done));
		Upheaval upheaval = new Upheaval(this.tikv, new Random(this.random.nextLong()));
		while (this.working.get() > 0) {
			if (this.transactions.tryAcquire(BETWEEN_UPHEAVALS, 1, TimeUnit.SECONDS)) {
				upheaval.happen();
			}
		}
		done.set(true);
		for (Future<?> each : running) {
			each.get();
		}
		audit.get();
	}

	private void append(Appender appender) {
		try {
			for (int i = 0; i < TRANSACTIONS; i++) {
				appender.append();
				this.transactions.release();
			}
		}
		finally {
			this.working.decrementAndGet();
		}
	}

	private void audit(AtomicBoolean done) {
		while (!done.get()) {
			this.auditor.audit();
		}
		this.auditor.askAgain();
	}

	/**
	 * What is in the lists in the end.
	 */
	Map<String, List<Integer>> lists() {
		Map<String, List<Integer>> lists = new TreeMap<>();
		new Snapshots(this.cluster).read(AppendHistory.KEYS, this.cluster.timestamp())
			.forEach((key, list) -> lists.put(key, AppendHistory.numbers(list)));
		return lists;
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
		this.cluster.close();
	}

}
