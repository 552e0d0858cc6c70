package io.tito.gc;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.tito.client.CollectionRound;
import io.tito.client.CommitOutcome;
import io.tito.client.GarbageCollector;
import io.tito.client.Timestamp;
import io.tito.client.TitoClient;
import io.tito.client.TitoClientException;
import io.tito.client.Transaction;
import io.tito.gc.CollectionSettings.Mode;
import io.tito.key.Namespace;
import io.tito.lease.Candidacy;
import io.tito.lease.LeaderElection;
import io.tito.lease.LeaderListener;
import io.tito.lease.Leadership;
import io.tito.lease.LeadershipLostException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects old versions, as the job of one instance. Before each round the leader decides
 * anew whether this application should, and stores that where all instances can see it;
 * the same transaction makes sure that it still leads. One daemon thread. Thread-safe;
 * may be started again after {@link #close()}.
 */
public final class CollectionJob implements AutoCloseable {

	/** The name of the lease. */
	public static final String LEASE = "gc";

	private static final Logger logger = LoggerFactory.getLogger(CollectionJob.class);

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	private static final int LONGEST_FAILURE = 500;

	private final TitoClient client;

	private final LeaderElection election;

	private final CollectionSettings settings;

	private final StatusRow row;

	private Watch watch = new Watch();

	private @Nullable Decision logged;

	private @Nullable ScheduledThreadPoolExecutor thread;

	private volatile @Nullable Candidacy candidacy;

	public CollectionJob(TitoClient client, Namespace namespace, LeaderElection election, CollectionSettings settings) {
		this.client = client;
		this.election = election;
		this.settings = settings;
		this.row = new StatusRow(namespace);
	}

	public CollectionSettings settings() {
		return this.settings;
	}

	/**
	 * What is stored of the last decision and the last round. One read.
	 * @return the status
	 */
	public CollectionStatus status() {
		return this.row.read(this.client.snapshot());
	}

	/**
	 * Stand for the job, unless it is switched off. Does nothing if already started.
	 */
	public synchronized void start() {
		if (this.candidacy != null) {
			return;
		}
		if (this.settings.mode() == Mode.FALSE) {
			logger.info("This instance does not collect old versions: it is switched off by configuration");
			return;
		}
		ScheduledThreadPoolExecutor started = new ScheduledThreadPoolExecutor(1, CollectionJob::daemon);
		started.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		long interval = this.settings.interval().toMillis();
		started.scheduleWithFixedDelay(this::runQuietly, interval, interval, TimeUnit.MILLISECONDS);
		this.thread = started;
		stand(() -> soon(started));
	}

	void stand(Runnable onGained) {
		this.candidacy = this.election.stand(LEASE, new LeaderListener() {
			@Override
			public void gained(Leadership leadership) {
				onGained.run();
			}
		});
	}

	private void soon(ScheduledThreadPoolExecutor running) {
		try {
			running.execute(this::runQuietly);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("Not run: collection was stopped", ex);
		}
	}

	private void runQuietly() {
		try {
			runOnce();
		}
		catch (RuntimeException ex) {
			if (Thread.currentThread().isInterrupted()) {
				logger.debug("A round of collection was interrupted", ex);
				return;
			}
			logger.warn("A round of collection has failed; the next one is in {}: {}", this.settings.interval(),
					ex.toString());
			logger.debug("The cause", ex);
		}
	}

	/**
	 * Decide and, if this application is to collect, run one round; nothing if this
	 * instance does not lead. Runs by itself once started.
	 * @return what was done, or null if there was nothing to do
	 */
	public @Nullable CollectionRound runOnce() {
		Candidacy current = this.candidacy;
		Leadership leadership = (current != null) ? current.leadership() : null;
		if (leadership == null) {
			this.watch = new Watch();
			return null;
		}
		CollectionStatus before = status();
		Timestamp now = this.client.timestamp();
		Decision decision = decide(before, now);
		log(decision);
		CollectionStatus decided = before.decided(decision, this.election.self());
		Timestamp upTo = now.minus(this.settings.life());
		if (!decision.collects()) {
			store(leadership, decided);
			return null;
		}
		CollectionStatus announced = decided.announcing(upTo);
		return store(leadership, announced) ? collect(leadership, announced, upTo) : null;
	}

	private Decision decide(CollectionStatus before, Timestamp now) {
		if (this.settings.mode() == Mode.TRUE) {
			return new Decision(true, "switched on by configuration");
		}
		if (TidbCheck.isThere(this.client.snapshot())) {
			return new Decision(false, "TiDB keeps tables in this cluster and collects");
		}
		return this.watch.decide(this.client.garbageCollector().safePoints(), before.announced(), now);
	}

	private void log(Decision decision) {
		Decision last = this.logged;
		if (last == null || last.collects() != decision.collects()) {
			logger.info("This application {} old versions: {}", decision.collects() ? "collects" : "does not collect",
					decision.reason());
		}
		this.logged = decision;
	}

	private @Nullable CollectionRound collect(Leadership leadership, CollectionStatus announced, Timestamp upTo) {
		GarbageCollector collector = this.client.garbageCollector();
		try {
			CollectionRound round = collector.collect(upTo);
			store(leadership, finished(announced, round));
			logger.debug("Collected up to {}", round.safePoint().instant());
			return round;
		}
		catch (TitoClientException ex) {
			if (!Thread.currentThread().isInterrupted()) {
				store(leadership, announced.failed(shortened(ex)));
			}
			throw ex;
		}
	}

	private CollectionStatus finished(CollectionStatus announced, CollectionRound round) {
		String heldBy = round.heldBy();
		return new CollectionStatus(announced.collects(), announced.reason(), announced.instance(),
				announced.announced(), round.safePoint(), this.client.timestamp().instant(), round.elapsed(),
				round.locks(), (heldBy != null) ? heldBy : "", "");
	}

	private static String shortened(TitoClientException ex) {
		String message = String.valueOf(ex.getMessage());
		return message.substring(0, Math.min(LONGEST_FAILURE, message.length()));
	}

	private boolean store(Leadership leadership, CollectionStatus status) {
		Transaction transaction = this.client.begin();
		try {
			leadership.fence(transaction);
		}
		catch (LeadershipLostException ex) {
			transaction.rollback();
			logger.debug("Nothing is collected: another instance leads", ex);
			return false;
		}
		this.row.write(transaction, status);
		CommitOutcome outcome = transaction.commit();
		logger.debug("Storing the status of collection ended as {}", outcome);
		return outcome instanceof CommitOutcome.Committed;
	}

	/**
	 * Stop: a round that is running is interrupted, and another instance takes over.
	 */
	@Override
	public void close() {
		ScheduledThreadPoolExecutor stopping;
		Candidacy ending;
		synchronized (this) {
			stopping = this.thread;
			ending = this.candidacy;
			this.thread = null;
			this.candidacy = null;
		}
		if (stopping != null) {
			stop(stopping);
		}
		if (ending != null) {
			ending.close();
		}
	}

	private static void stop(ScheduledThreadPoolExecutor stopping) {
		stopping.shutdownNow();
		try {
			if (!stopping.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
				logger.warn("A round of collection did not stop in time; it does no harm");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static Thread daemon(Runnable work) {
		Thread thread = new Thread(work, "tito-gc");
		thread.setDaemon(true);
		return thread;
	}

}
