package io.tito.lease;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that one instance of the application does at intervals, and at once when it
 * becomes the leader. The work itself makes sure that it still leads, by
 * {@link Leadership#fence}. One daemon thread; a round that fails is logged, and the next
 * one comes at its time. Thread-safe; may be started again after {@link #close()}.
 */
public final class LeaderJob implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(LeaderJob.class);

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	private final LeaderElection election;

	private final String name;

	private final Duration interval;

	private final Runnable work;

	private @Nullable ScheduledThreadPoolExecutor thread;

	private volatile @Nullable Candidacy candidacy;

	/**
	 * Create a job that has not started.
	 * @param election elects the instance
	 * @param name the name of the lease, of the thread and in messages
	 * @param interval the pause between rounds
	 * @param work one round; called whether this instance leads or not, see
	 * {@link #leadership()}
	 */
	public LeaderJob(LeaderElection election, String name, Duration interval, Runnable work) {
		this.election = election;
		this.name = name;
		this.interval = interval;
		this.work = work;
	}

	/**
	 * Stand for the job and run it. Does nothing if already started.
	 */
	public synchronized void start() {
		if (this.candidacy != null) {
			return;
		}
		ScheduledThreadPoolExecutor started = new ScheduledThreadPoolExecutor(1, this::daemon);
		started.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		long millis = this.interval.toMillis();
		started.scheduleWithFixedDelay(this::runQuietly, millis, millis, TimeUnit.MILLISECONDS);
		this.thread = started;
		stand(() -> soon(started));
	}

	/**
	 * Stand for the job without a thread: the caller runs the rounds.
	 * @param onGained is run when this instance becomes the leader
	 */
	public void stand(Runnable onGained) {
		this.candidacy = this.election.stand(this.name, new LeaderListener() {
			@Override
			public void gained(Leadership leadership) {
				onGained.run();
			}
		});
	}

	/**
	 * The leadership of this instance.
	 * @return the leadership, or null if another instance leads or this one does not
	 * stand
	 */
	public @Nullable Leadership leadership() {
		Candidacy current = this.candidacy;
		return (current != null) ? current.leadership() : null;
	}

	private void soon(ScheduledThreadPoolExecutor running) {
		try {
			running.execute(this::runQuietly);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("Not run: the job '{}' was stopped", this.name, ex);
		}
	}

	private void runQuietly() {
		try {
			this.work.run();
		}
		catch (RuntimeException ex) {
			if (Thread.currentThread().isInterrupted()) {
				logger.debug("A round of the job '{}' was interrupted", this.name, ex);
				return;
			}
			logger.warn("A round of the job '{}' has failed; the next one is in {}: {}", this.name, this.interval,
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

	private void stop(ScheduledThreadPoolExecutor stopping) {
		stopping.shutdownNow();
		try {
			if (!stopping.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
				logger.warn("A round of the job '{}' did not stop in time; it does no harm", this.name);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private Thread daemon(Runnable run) {
		Thread daemon = new Thread(run, "tito-" + this.name);
		daemon.setDaemon(true);
		return daemon;
	}

}
