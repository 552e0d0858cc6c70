package io.tito.metrics;

import java.util.List;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.tito.core.IndexMaintenance;
import io.tito.index.IndexPhase;
import io.tito.index.IndexStatus;

/**
 * Gauges of how far the building of indexes is. A scrape reads nothing from the store.
 * Thread-safe.
 */
public final class IndexMetrics implements MeterBinder {

	private final IndexMaintenance maintenance;

	public IndexMetrics(IndexMaintenance maintenance) {
		this.maintenance = maintenance;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (String entity : this.maintenance.seen().keySet()) {
			Gauge.builder(TitoMeter.INDEX_PROGRESS.id(), this.maintenance, (source) -> progress(source, entity))
				.description(TitoMeter.INDEX_PROGRESS.description())
				.tags(TitoMeter.INDEX_PROGRESS.tagged(entity))
				.strongReference(true)
				.register(registry);
		}
	}

	private static double progress(IndexMaintenance source, String entity) {
		List<IndexStatus> statuses = source.seen().getOrDefault(entity, List.of());
		return statuses.stream()
			.filter((status) -> status.phase() != IndexPhase.DROPPING)
			.mapToDouble(IndexStatus::progress)
			.min()
			.orElse(Double.NaN);
	}

}
