package io.tito.metrics;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.tito.metrics.LagSource.Lag;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lag of one group, read at most once per period and never on the thread that asks:
 * the one that starts a read waits a moment for it, everybody else takes the value
 * before. Several gauges and scrapers share one read. Thread-safe.
 */
final class CachedLag {

	private static final Logger logger = LoggerFactory.getLogger(CachedLag.class);

	private static final Duration PATIENCE = Duration.ofMillis(250);

	private final Supplier<Lag> source;

	private final long fresh;

	private final Executor executor;

	private final LongSupplier nanoTime;

	private @Nullable CompletableFuture<Lag> reading;

	private long readAt;

	private volatile @Nullable Lag last;

	CachedLag(Supplier<Lag> source, Duration fresh, Executor executor, LongSupplier nanoTime) {
		this.source = source;
		this.fresh = fresh.toNanos();
		this.executor = executor;
		this.nanoTime = nanoTime;
	}

	/**
	 * The lag as it was last read, which is less than a period ago unless reading fails
	 * or takes long.
	 * @return the lag, or null if it was never read
	 */
	@Nullable Lag get() {
		CompletableFuture<Lag> started = refresh();
		if (started != null) {
			await(started);
		}
		return this.last;
	}

	private synchronized @Nullable CompletableFuture<Lag> refresh() {
		long now = this.nanoTime.getAsLong();
		boolean needed = (this.reading == null) || (this.reading.isDone() && now - this.readAt >= this.fresh);
		if (!needed) {
			return null;
		}
		this.readAt = now;
		return start();
	}

	private @Nullable CompletableFuture<Lag> start() {
		try {
			CompletableFuture<Lag> started = CompletableFuture.supplyAsync(this::load, this.executor);
			this.reading = started;
			return started;
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The lag is not read any more", ex);
			return null;
		}
	}

	private Lag load() {
		Lag lag = this.source.get();
		this.last = lag;
		return lag;
	}

	private static void await(CompletableFuture<Lag> read) {
		try {
			read.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			logger.debug("The lag could not be read in time; the value before it stands", ex);
		}
	}

}
