package io.tito.listener.container;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;

import io.tito.cluster.Membership;
import io.tito.listener.observation.ListenerObservations;
import io.tito.listener.retry.RetryPolicy;
import io.tito.log.EventLog;
import io.tito.log.LogListener;
import io.tito.log.PartitionId;
import io.tito.transaction.TitoTransactionManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listeners of an application between one start and the following stop: one thread
 * that looks, and the threads that handle.
 */
final class ListenerRun {

	private static final Logger logger = LoggerFactory.getLogger(ListenerRun.class);

	private final Services services;

	private final ListenerThreads threads;

	private final Assignments assignments;

	/** Grows with the partitions of a type. */
	private final List<PartitionWorker> workers = new CopyOnWriteArrayList<>();

	private final List<Crew> crews = new ArrayList<>();

	private final Isolation isolation = new Isolation();

	private final CountDownLatch ended = new CountDownLatch(1);

	private volatile boolean stopping;

	private volatile @Nullable Poller poller;

	private volatile Runnable onEnd = () -> {
	};

	ListenerRun(Services services, @Nullable Executor handlers) {
		this.services = services;
		this.threads = new ListenerThreads(handlers);
		this.assignments = new Assignments(services.log(), services.membership());
	}

	/**
	 * What listeners need.
	 */
	record Services(EventLog log, Membership membership, TitoTransactionManager transactions,
			ListenerObservations observations, LogListener metrics) {

	}

	void add(ListenerContainer container) {
		ListenerDefinition listener = container.listener();
		ListenerSettings settings = container.settings();
		Executor executor = this.threads.share(settings.concurrency());
		Deliveries deliveries = new Deliveries(container, executor, this.threads.timer());
		Owners owners = new Owners(this.services.membership().self(), this.assignments::isGone);
		Crew crew = new Crew(container, (id) -> new PartitionWorker(this.services.log(), id, container,
				deliveries.delivery(), executor, new Pace(settings.polling()), owners));
		this.crews.add(crew);
		this.workers.addAll(crew.grow(this.services.log().settings(listener.type()).partitions()));
	}

	/**
	 * Have a worker for each partition, also for those that are announced only.
	 */
	private void grow() {
		for (Crew crew : this.crews) {
			List<PartitionWorker> added = crew.grow(this.services.log().settings(crew.type()).partitions());
			if (!added.isEmpty()) {
				logger.info("The event type '{}' gets {} more partitions", crew.type(), added.size());
				this.workers.addAll(added);
				this.assignments.invalidate();
			}
		}
	}

	/**
	 * Get ready without a thread of its own: the caller runs the poller.
	 */
	Poller prepare() {
		Poller prepared = new Poller(this.services.log(), this.workers, this.assignments, this::grow);
		this.poller = prepared;
		return prepared;
	}

	/**
	 * Get ready to be run step by step.
	 * @param onClose run after the last step, when all is given back
	 */
	ListenerSteps steps(Runnable onClose) {
		return new ListenerSteps(this, this.services.log(), this.workers, this.assignments, onClose);
	}

	void start() {
		Poller prepared = prepare();
		logger.info("{} listens on {} partitions together with the other members", this.services.membership().self(),
				this.workers.size());
		Thread thread = new Thread(() -> poll(prepared), "tito-poller");
		thread.setDaemon(true);
		thread.start();
	}

	void stop() {
		this.stopping = true;
		wake();
	}

	/**
	 * Do not wait for handlers any longer: interrupt those that run. What they handle is
	 * not acknowledged.
	 */
	void abort() {
		if (this.ended.getCount() > 0) {
			logger
				.warn("Listeners are still busy and are interrupted; their events are handled again by other members");
			this.threads.interrupt();
		}
	}

	void wake() {
		Poller running = this.poller;
		if (running != null) {
			running.wake();
		}
	}

	/**
	 * What is to be handled has changed.
	 */
	void changed() {
		this.assignments.invalidate();
		wake();
	}

	boolean isStopping() {
		return this.stopping || !this.services.membership().isLive();
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

	private void poll(Poller running) {
		try {
			while (!this.stopping) {
				running.await(runOnce(running));
			}
			running.release();
			logger.info("{} has stopped listening", this.services.membership().self());
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

	void end() {
		this.threads.close();
		this.workers.forEach((worker) -> worker.container().ended());
		this.ended.countDown();
		this.onEnd.run();
	}

	/**
	 * Makes the deliveries of one listener, which share its handler and its threads.
	 */
	private final class Deliveries {

		private final ListenerContainer container;

		private final EventRunner runner;

		private final Outcomes outcomes;

		private final Parallel parallel;

		Deliveries(ListenerContainer container, Executor executor, ScheduledExecutorService timer) {
			ListenerSettings settings = container.settings();
			RetryPolicy policy = new RetryPolicy(settings.retry());
			Services services = ListenerRun.this.services;
			this.container = container;
			this.runner = new EventRunner(container.listener(), policy,
					new HandlerWatch(settings.handlerTimeout(), timer), services.observations());
			this.outcomes = new Outcomes(container.listener(), settings, policy, services.metrics());
			this.parallel = new Parallel(executor, settings.concurrency());
		}

		Delivery delivery() {
			BooleanSupplier stop = () -> isStopping() || !this.container.isActive();
			ListenerSettings settings = this.container.settings();
			if (this.container.listener().transactional()) {
				TransactionalBatch batches = new TransactionalBatch(ListenerRun.this.services.transactions(),
						this.runner, this.outcomes, stop);
				return new PartitionDelivery(new ExactlyOnce(batches, this.outcomes, settings), settings,
						ListenerRun.this.isolation);
			}
			return new PartitionDelivery(new AtLeastOnce(this.runner, this.outcomes, this.parallel, stop, settings),
					settings, ListenerRun.this.isolation);
		}

	}

}
