package io.tito.lease;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.tito.client.Snapshot;
import io.tito.client.TitoClient;
import io.tito.cluster.ClusterSettings;
import io.tito.cluster.Membership;
import io.tito.key.Namespace;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses one of the instances for each job that only one should do. The others notice
 * that it stopped within seconds, or that it died once its session is over.
 * <p>
 * Two instances never both hold a leadership as {@link Leadership#isHeld()} says, except
 * that a second process with the name of a running instance ends that one's session
 * (which it notices within a second). Costs two small reads per job and instance, each
 * fifth of a session. One daemon thread. Thread-safe; may be started again after
 * {@link #close()}.
 */
public final class LeaderElection implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(LeaderElection.class);

	private final TitoClient client;

	private final Namespace namespace;

	private final Membership membership;

	private final Duration margin;

	private final LongSupplier nanoTime;

	private final List<Candidate> candidates = new CopyOnWriteArrayList<>();

	private volatile @Nullable ScheduledThreadPoolExecutor thread;

	private volatile boolean failing;

	/**
	 * Create an election that has not started yet.
	 * @param client the client
	 * @param namespace the namespace of the application
	 * @param membership this instance, whose session its leases live as long as
	 * @param settings the same times as those of the membership
	 */
	public LeaderElection(TitoClient client, Namespace namespace, Membership membership, ClusterSettings settings) {
		this(client, namespace, membership, settings, System::nanoTime);
	}

	LeaderElection(TitoClient client, Namespace namespace, Membership membership, ClusterSettings settings,
			LongSupplier nanoTime) {
		this.client = client;
		this.namespace = namespace;
		this.membership = membership;
		this.margin = settings.session().dividedBy(5);
		this.nanoTime = nanoTime;
		membership.onChange(this::soon);
	}

	/**
	 * This instance, as the leases name it.
	 * @return {@code name@incarnation}
	 */
	public String self() {
		return this.membership.self();
	}

	/**
	 * Stand for a job. May be called before and after {@link #start()}.
	 * @param name the job: 1 to 64 of {@code A-Z a-z 0-9 . _ -}
	 * @param listener hears of gains and losses
	 * @return the candidacy, to be closed
	 */
	public Candidacy stand(String name, LeaderListener listener) {
		Candidate candidate = new Candidate(this.client, this.membership, new LeaseRow(this.namespace, name), listener,
				this.margin, this.nanoTime, this.candidates::remove);
		this.candidates.add(candidate);
		soon();
		return candidate;
	}

	/**
	 * Who leads, as the store says. Two reads.
	 * @param name the job
	 * @return {@code name@incarnation} of the leader, if there is one now
	 */
	public Optional<String> leader(String name) {
		Snapshot snapshot = this.client.snapshot();
		Lease lease = new LeaseRow(this.namespace, name).read(snapshot);
		boolean led = !lease.isFree() && !this.membership.sessionLeft(snapshot, lease.owner()).isZero();
		return led ? Optional.of(lease.owner()) : Optional.empty();
	}

	/**
	 * Begin to look at the leases of all candidacies. Does nothing if already started.
	 */
	public synchronized void start() {
		if (this.thread == null) {
			ScheduledThreadPoolExecutor started = new ScheduledThreadPoolExecutor(1, LeaderElection::daemon);
			started.scheduleWithFixedDelay(this::lookQuietly, 0, this.margin.toNanos(), TimeUnit.NANOSECONDS);
			this.thread = started;
		}
	}

	/**
	 * Look at all leases now. Runs by itself once started.
	 */
	public void runOnce() {
		this.candidates.forEach(Candidate::look);
	}

	/**
	 * End all candidacies and stop, within the margin of a session for each.
	 */
	@Override
	public void close() {
		ScheduledThreadPoolExecutor stopping;
		synchronized (this) {
			stopping = this.thread;
			this.thread = null;
		}
		if (stopping != null) {
			stopping.shutdown();
		}
		this.candidates.forEach(Candidate::close);
	}

	private void soon() {
		ScheduledThreadPoolExecutor running = this.thread;
		if (running != null) {
			try {
				running.execute(this::lookQuietly);
			}
			catch (RejectedExecutionException ex) {
				logger.debug("Not looked at: the election was stopped", ex);
			}
		}
	}

	private void lookQuietly() {
		for (Candidate candidate : this.candidates) {
			try {
				candidate.look();
				this.failing = false;
			}
			catch (RuntimeException ex) {
				if (!this.failing) {
					logger.warn("A lease could not be looked at; trying again: {}", ex.toString());
				}
				this.failing = true;
				logger.debug("A lease could not be looked at", ex);
			}
		}
	}

	private static Thread daemon(Runnable work) {
		Thread thread = new Thread(work, "tito-lease");
		thread.setDaemon(true);
		return thread;
	}

}
