package io.tito.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.tito.metrics.LagSource.Lag;
import org.jspecify.annotations.Nullable;

/**
 * Gauges of how far groups are behind. A scrape never throws and waits a moment at the
 * most: the store is read on a thread of its own, at most once per group and period.
 * Groups may be tracked before and after registries are bound. After {@link #close()} the
 * gauges keep their last values. Thread-safe.
 */
public final class LagMetrics implements MeterBinder, AutoCloseable {

	private record Group(String type, String name) {

	}

	private final LagSource source;

	private final Duration fresh;

	private final ThreadPoolExecutor executor;

	private final Map<Group, CachedLag> groups = new LinkedHashMap<>();

	private final List<MeterRegistry> registries = new ArrayList<>();

	public LagMetrics(LagSource source, Duration fresh) {
		this.source = source;
		this.fresh = fresh;
		this.executor = new ThreadPoolExecutor(1, 1, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				LagMetrics::thread);
		this.executor.allowCoreThreadTimeOut(true);
	}

	/**
	 * Show the lag of a group from now on.
	 * @param type the event type
	 * @param group the group
	 */
	public synchronized void track(String type, String group) {
		Group key = new Group(type, group);
		if (!this.groups.containsKey(key)) {
			CachedLag lag = new CachedLag(() -> this.source.lag(type, group), this.fresh, this.executor,
					System::nanoTime);
			this.groups.put(key, lag);
			this.registries.forEach((registry) -> register(registry, key, lag));
		}
	}

	@Override
	public synchronized void bindTo(MeterRegistry registry) {
		this.registries.add(registry);
		this.groups.forEach((group, lag) -> register(registry, group, lag));
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

	private static void register(MeterRegistry registry, Group group, CachedLag lag) {
		Gauge.builder(TitoMeter.LAG.id(), lag, value(Lag::events))
			.description(TitoMeter.LAG.description())
			.tags(TitoMeter.LAG.tagged(group.type(), group.name()))
			.strongReference(true)
			.register(registry);
		TimeGauge
			.builder(TitoMeter.LAG_AGE.id(), lag, TimeUnit.MILLISECONDS, value((value) -> value.oldest().toMillis()))
			.description(TitoMeter.LAG_AGE.description())
			.tags(TitoMeter.LAG_AGE.tagged(group.type(), group.name()))
			.strongReference(true)
			.register(registry);
	}

	private static ToDoubleFunction<CachedLag> value(ToDoubleFunction<Lag> part) {
		return (cached) -> {
			@Nullable Lag lag = cached.get();
			return (lag != null) ? part.applyAsDouble(lag) : Double.NaN;
		};
	}

	private static Thread thread(Runnable task) {
		Thread thread = new Thread(task, "tito-lag");
		thread.setDaemon(true);
		return thread;
	}

}
