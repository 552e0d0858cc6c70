package io.tito.autoconfigure.data;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.tito.core.TitoIndexes;
import io.tito.index.IndexCheck;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;

/**
 * Checks of indexes that an operator asked this instance for, one after the other on a
 * daemon thread; the last one of each entity is remembered. Thread-safe.
 */
final class IndexChecks implements DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(IndexChecks.class);

	private final TitoIndexes indexes;

	private final Clock clock;

	private final Map<String, Run> runs = new ConcurrentHashMap<>();

	private final ExecutorService thread;

	IndexChecks(TitoIndexes indexes, Clock clock) {
		this.indexes = indexes;
		this.clock = clock;
		ThreadPoolExecutor executor = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				IndexChecks::daemon);
		executor.allowCoreThreadTimeOut(true);
		this.thread = executor;
	}

	/**
	 * Begin a check, unless one of the entity is waiting or running.
	 * @return the check that runs now
	 */
	Run start(String entity, Class<?> type, boolean repair) {
		return this.runs.compute(entity, (name, known) -> {
			if (known != null && known.state() == State.RUNNING) {
				return known;
			}
			Run run = new Run(State.RUNNING, repair, this.clock.instant(), null, null, null);
			this.thread.execute(() -> this.runs.put(name, run(run, type)));
			return run;
		});
	}

	/**
	 * The last check of an entity.
	 */
	@Nullable Run last(String entity) {
		return this.runs.get(entity);
	}

	private Run run(Run run, Class<?> type) {
		try {
			IndexCheck result = run.repairs() ? this.indexes.repair(type) : this.indexes.check(type);
			return new Run(State.DONE, run.repairs(), run.startedAt(), this.clock.instant(), result, null);
		}
		catch (RuntimeException ex) {
			logger.warn("The indexes of {} could not be checked", type.getName(), ex);
			return new Run(State.FAILED, run.repairs(), run.startedAt(), this.clock.instant(), null, ex.getMessage());
		}
	}

	@Override
	public void destroy() {
		this.thread.shutdownNow();
	}

	private static Thread daemon(Runnable work) {
		Thread thread = new Thread(work, "tito-index-check");
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * How far a check is.
	 */
	enum State {

		/** It waits for others, or looks. */
		RUNNING,

		/** It has a result. */
		DONE,

		/** It ended without one. */
		FAILED

	}

	/**
	 * One check.
	 *
	 * @param state how far it is
	 * @param repairs whether it repairs what it finds
	 * @param startedAt when it was asked for
	 * @param endedAt when it ended
	 * @param result what it found
	 * @param failure why it has no result
	 */
	record Run(State state, boolean repairs, Instant startedAt, @Nullable Instant endedAt, @Nullable IndexCheck result,
			@Nullable String failure) {
	}

}
