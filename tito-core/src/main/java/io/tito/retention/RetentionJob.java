package io.tito.retention;

import io.tito.lease.LeaderElection;
import io.tito.lease.LeaderJob;
import io.tito.lease.Leadership;
import io.tito.lease.LeadershipLostException;
import io.tito.log.LogRetention;
import io.tito.log.RetentionRound;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes old events, as the job of one instance: each of its transactions makes sure
 * that it still leads. One daemon thread. Thread-safe; may be started again after
 * {@link #close()}.
 */
public final class RetentionJob implements AutoCloseable {

	/** The name of the lease. */
	public static final String LEASE = "retention";

	private static final Logger logger = LoggerFactory.getLogger(RetentionJob.class);

	private final LogRetention retention;

	private final RetentionSettings settings;

	private final LeaderJob job;

	public RetentionJob(LogRetention retention, LeaderElection election, RetentionSettings settings) {
		this.retention = retention;
		this.settings = settings;
		this.job = new LeaderJob(election, LEASE, settings.interval(), this::runOnce);
	}

	public RetentionSettings settings() {
		return this.settings;
	}

	/**
	 * Stand for the job. Does nothing if already started.
	 */
	public void start() {
		this.job.start();
	}

	void stand(Runnable onGained) {
		this.job.stand(onGained);
	}

	/**
	 * Run one round; nothing if this instance does not lead. Runs by itself once started.
	 * @return what was done, or null if there was nothing to do
	 */
	public @Nullable RetentionRound runOnce() {
		Leadership leadership = this.job.leadership();
		if (leadership == null) {
			return null;
		}
		try {
			synchronized (this.retention) {
				return this.retention.run(this.settings.retention(), leadership::fence);
			}
		}
		catch (LeadershipLostException ex) {
			logger.debug("A round of retention ends: another instance leads", ex);
			return null;
		}
	}

	/**
	 * Stop: a round that is running is interrupted, and another instance takes over.
	 */
	@Override
	public void close() {
		this.job.close();
	}

}
