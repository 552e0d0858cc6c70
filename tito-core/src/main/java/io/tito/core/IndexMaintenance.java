package io.tito.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.tito.index.IndexBuilder;
import io.tito.index.IndexMembers;
import io.tito.index.IndexStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the stored indexes of all entities to what their classes declare, while the
 * application runs: on one instance at a time, on one daemon thread. Thread-safe; may be
 * started again after {@link #close()}.
 */
public final class IndexMaintenance implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(IndexMaintenance.class);

	private static final Duration STOP = Duration.ofSeconds(10);

	private final List<IndexBuilder> builders = new ArrayList<>();

	private final BooleanSupplier leads;

	private final Duration interval;

	private volatile boolean stopping;

	private @Nullable ScheduledThreadPoolExecutor thread;

	/**
	 * Create a maintenance that has not started yet.
	 * @param indexes the indexes of the store
	 * @param entities the classes of the entities
	 * @param members the running instances
	 * @param leads whether this instance is the one to work
	 * @param interval how often to look for work
	 */
	public IndexMaintenance(TitoIndexes indexes, List<Class<?>> entities, IndexMembers members, BooleanSupplier leads,
			Duration interval) {
		entities.forEach((entity) -> this.builders.add(indexes.builder(entity, members)));
		this.leads = leads;
		this.interval = interval;
	}

	/**
	 * Begin to look for work. Does nothing if already started.
	 */
	public synchronized void start() {
		if (this.thread == null) {
			this.stopping = false;
			this.thread = new ScheduledThreadPoolExecutor(1, IndexMaintenance::daemon);
			this.thread.scheduleWithFixedDelay(this::runOnce, 0, this.interval.toNanos(), TimeUnit.NANOSECONDS);
		}
	}

	/**
	 * Look for work soon, because something may have changed.
	 */
	public synchronized void soon() {
		if (this.thread != null) {
			try {
				this.thread.execute(this::runOnce);
			}
			catch (RejectedExecutionException ex) {
				logger.debug("Not looked at: the maintenance of indexes was stopped", ex);
			}
		}
	}

	/**
	 * Do what there is to do now. Runs by itself once started.
	 */
	public void runOnce() {
		for (IndexBuilder builder : this.builders) {
			try {
				while (!this.stopping && this.leads.getAsBoolean() && builder.runOnce() == IndexBuilder.Step.MORE) {
					logger.debug("Made a step of building an index");
				}
			}
			catch (RuntimeException ex) {
				logger.warn("The indexes of an entity could not be maintained; trying again: {}", ex.toString());
				logger.debug("The cause", ex);
			}
		}
	}

	/**
	 * How far the indexes of each entity were when this instance last looked.
	 * @return the statuses by the name of the entity; none where another instance works
	 */
	public Map<String, List<IndexStatus>> seen() {
		Map<String, List<IndexStatus>> seen = new LinkedHashMap<>();
		this.builders.forEach((builder) -> seen.put(builder.entity(), builder.seen()));
		return seen;
	}

	/**
	 * Let the step in hand end, and make no more.
	 */
	@Override
	public synchronized void close() {
		this.stopping = true;
		if (this.thread == null) {
			return;
		}
		this.thread.shutdown();
		try {
			if (!this.thread.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
				this.thread.shutdownNow();
			}
		}
		catch (InterruptedException ex) {
			this.thread.shutdownNow();
			Thread.currentThread().interrupt();
		}
		this.thread = null;
	}

	private static Thread daemon(Runnable work) {
		Thread thread = new Thread(work, "tito-index");
		thread.setDaemon(true);
		return thread;
	}

}
