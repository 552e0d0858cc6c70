package io.tito.gc;

import io.tito.client.CollectionRound;
import io.tito.client.CommitOutcome;
import io.tito.client.GarbageCollector;
import io.tito.client.Timestamp;
import io.tito.client.TitoClient;
import io.tito.client.TitoClientException;
import io.tito.client.Transaction;
import io.tito.gc.CollectionSettings.Mode;
import io.tito.key.Namespace;
import io.tito.lease.LeaderElection;
import io.tito.lease.LeaderJob;
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

	private static final int LONGEST_FAILURE = 500;

	private final TitoClient client;

	private final LeaderElection election;

	private final CollectionSettings settings;

	private final StatusRow row;

	private Watch watch = new Watch();

	private @Nullable Decision logged;

	private final LeaderJob job;

	public CollectionJob(TitoClient client, Namespace namespace, LeaderElection election, CollectionSettings settings) {
		this.client = client;
		this.election = election;
		this.settings = settings;
		this.row = new StatusRow(namespace);
		this.job = new LeaderJob(election, LEASE, settings.interval(), this::runOnce);
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
	public void start() {
		if (this.settings.mode() == Mode.FALSE) {
			logger.info("This instance does not collect old versions: it is switched off by configuration");
			return;
		}
		this.job.start();
	}

	void stand(Runnable onGained) {
		this.job.stand(onGained);
	}

	/**
	 * Decide and, if this application is to collect, run one round; nothing if this
	 * instance does not lead. Runs by itself once started.
	 * @return what was done, or null if there was nothing to do
	 */
	public @Nullable CollectionRound runOnce() {
		Leadership leadership = this.job.leadership();
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
		this.job.close();
	}

}
