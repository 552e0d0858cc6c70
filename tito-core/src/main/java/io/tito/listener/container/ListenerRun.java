package io.tito.listener.container;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.tito.cluster.Membership;
import io.tito.log.EventLog;
import io.tito.log.PartitionId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listeners of an application between one start and the following stop: one thread
 * that looks, and the threads that handle.
 */
final class ListenerRun {

	private static final Logger logger = LoggerFactory.getLogger(ListenerRun.class);

	private final EventLog log;

	private final Membership membership;

	private final ListenerSettings settings;

	private final @Nullable ExecutorService ownExecutor;

	private final Executor executor;

	private final Assignments assignments;

	private final List<PartitionWorker> workers = new ArrayList<>();

	private final CountDownLatch ended = new CountDownLatch(1);

	private volatile boolean stopping;

	private volatile @Nullable Poller poller;

	private volatile Runnable onEnd = () -> {
	};

	ListenerRun(EventLog log, Membership membership, ListenerSettings settings, @Nullable Executor executor) {
		this.log = log;
		this.membership = membership;
		this.settings = settings;
		ExecutorService pool = (executor != null) ? null : pool(settings.concurrency());
		this.ownExecutor = pool;
		this.executor = (pool != null) ? pool : Objects.requireNonNull(executor);
		this.assignments = new Assignments(log, membership, settings.polling());
	}

	void add(ListenerDefinition listener, Supplier<Delivery> delivery) {
		PartitionWorker.Owners owners = new PartitionWorker.Owners(this.membership.self(), this.assignments::isGone);
		int partitions = this.log.settings(listener.type()).partitions();
		for (int partition = 0; partition < partitions; partition++) {
			PartitionId id = new PartitionId(listener.type(), listener.group(), partition);
			Pace pace = new Pace(this.settings.polling());
			this.workers.add(new PartitionWorker(this.log, id, delivery.get(), pace, owners));
		}
	}

	/**
	 * Get ready without a thread of its own: the caller runs the poller.
	 */
	Poller prepare() {
		Poller prepared = new Poller(this.log, this.workers, this.assignments, this.executor);
		this.poller = prepared;
		return prepared;
	}

	void start() {
		Poller prepared = prepare();
		logger.info("{} listens on {} partitions together with the other members", this.membership.self(),
				this.workers.size());
		Thread thread = new Thread(() -> poll(prepared), "tito-poller");
		thread.setDaemon(true);
		thread.start();
	}

	void stop() {
		this.stopping = true;
		wake();
	}

	void wake() {
		Poller running = this.poller;
		if (running != null) {
			running.wake();
		}
	}

	boolean isStopping() {
		return this.stopping || !this.membership.isLive();
	}

	void onEnd(Runnable action) {
		this.onEnd = action;
	}

	void awaitEnd() {
		try {
			this.ended.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	void published(String type, int partition) {
		boolean heard = false;
		for (PartitionWorker worker : this.workers) {
			if (worker.id().partition() == partition && worker.id().type().equals(type)) {
				heard |= worker.signal();
			}
		}
		if (heard) {
			wake();
		}
	}

	List<PartitionId> ownedPartitions() {
		return this.workers.stream().filter(PartitionWorker::isOwned).map(PartitionWorker::id).toList();
	}

	Parallel parallel() {
		return new Parallel(this.executor, this.settings.concurrency());
	}

	private void poll(Poller running) {
		try {
			while (!this.stopping) {
				running.await(runOnce(running));
			}
			running.release();
			logger.info("{} has stopped listening", this.membership.self());
		}
		finally {
			end();
		}
	}

	private static long runOnce(Poller running) {
		try {
			return running.runOnce();
		}
		catch (RuntimeException | Error ex) {
			logger.error("The poller met an unexpected error and goes on", ex);
			return 1_000_000_000;
		}
	}

	private void end() {
		if (this.ownExecutor != null) {
			this.ownExecutor.shutdown();
		}
		this.ended.countDown();
		this.onEnd.run();
	}

	private static ExecutorService pool(int threads) {
		AtomicInteger number = new AtomicInteger();
		return Executors.newFixedThreadPool(threads, (task) -> {
			Thread thread = new Thread(task, "tito-listener-" + number.incrementAndGet());
			thread.setDaemon(true);
			return thread;
		});
	}

}
