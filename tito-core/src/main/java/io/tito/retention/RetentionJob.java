package io.tito.retention;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.tito.lease.Candidacy;
import io.tito.lease.LeaderElection;
import io.tito.lease.LeaderListener;
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

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	private final LogRetention retention;

	private final LeaderElection election;

	private final RetentionSettings settings;

	private @Nullable ScheduledThreadPoolExecutor thread;

	private volatile @Nullable Candidacy candidacy;

	public RetentionJob(LogRetention retention, LeaderElection election, RetentionSettings settings) {
		this.retention = retention;
		this.election = election;
		this.settings = settings;
	}

	public RetentionSettings settings() {
		return this.settings;
	}

	/**
	 * Stand for the job. Does nothing if already started.
	 */
	public synchronized void start() {
		if (this.candidacy != null) {
			return;
		}
		ScheduledThreadPoolExecutor started = new ScheduledThreadPoolExecutor(1, RetentionJob::daemon);
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

	/**
	 * Run one round; nothing if this instance does not lead. Runs by itself once started.
	 * @return what was done, or null if there was nothing to do
	 */
	public @Nullable RetentionRound runOnce() {
		Candidacy current = this.candidacy;
		Leadership leadership = (current != null) ? current.leadership() : null;
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

	private void soon(ScheduledThreadPoolExecutor running) {
		try {
			running.execute(this::runQuietly);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("Not run: retention was stopped", ex);
		}
	}

	private void runQuietly() {
		try {
			runOnce();
		}
		catch (RuntimeException ex) {
			if (Thread.currentThread().isInterrupted()) {
				logger.debug("A round of retention was interrupted", ex);
				return;
			}
			logger.warn("A round of retention has failed; the next one is in {}: {}", this.settings.interval(),
					ex.toString());
			logger.debug("The cause", ex);
		}
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
				logger.warn("A round of retention did not stop in time; it does no harm");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static Thread daemon(Runnable work) {
		Thread thread = new Thread(work, "tito-retention");
		thread.setDaemon(true);
		return thread;
	}

}
