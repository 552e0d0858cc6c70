package io.tito.autoconfigure.metrics;

import java.time.Duration;

import io.micrometer.core.instrument.MeterRegistry;
import io.tito.autoconfigure.data.TitoIndexAutoConfiguration;
import io.tito.autoconfigure.listener.TitoListenerAutoConfiguration;
import io.tito.client.TitoClient;
import io.tito.core.IndexMaintenance;
import io.tito.listener.container.TitoListenerContainerRegistry;
import io.tito.log.EventLogOperations;
import io.tito.metrics.ClientMetrics;
import io.tito.metrics.EventMetrics;
import io.tito.metrics.IndexMetrics;
import io.tito.metrics.LagMetrics;
import io.tito.metrics.TransactionMetrics;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of metrics. The client and the log find their listeners by type.
 */
@AutoConfiguration(after = { TitoListenerAutoConfiguration.class, TitoIndexAutoConfiguration.class }, afterName = {
		"org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ MeterRegistry.class, TitoClient.class })
public final class TitoMetricsAutoConfiguration {

	/** Scrapers that come more often share a reading. */
	private static final Duration LAG_PERIOD = Duration.ofSeconds(5);

	@Bean
	@ConditionalOnMissingBean
	TransactionMetrics titoTransactionMetrics(MeterRegistry registry) {
		return new TransactionMetrics(registry);
	}

	@Bean
	@ConditionalOnMissingBean
	ClientMetrics titoClientMetrics(MeterRegistry registry) {
		return new ClientMetrics(registry);
	}

	@Bean
	@ConditionalOnMissingBean
	EventMetrics titoEventMetrics(MeterRegistry registry) {
		return new EventMetrics(registry);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(EventLogOperations.class)
	LagMetrics titoLagMetrics(TitoClient client, EventLogOperations log) {
		return new LagMetrics(new StoredLag(client, log), LAG_PERIOD);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(IndexMaintenance.class)
	IndexMetrics titoIndexMetrics(IndexMaintenance maintenance) {
		return new IndexMetrics(maintenance);
	}

	@Bean
	@ConditionalOnBean({ LagMetrics.class, TitoListenerContainerRegistry.class })
	LagTracker titoLagTracker(LagMetrics metrics, TitoListenerContainerRegistry registry) {
		return new LagTracker(metrics, registry);
	}

}
