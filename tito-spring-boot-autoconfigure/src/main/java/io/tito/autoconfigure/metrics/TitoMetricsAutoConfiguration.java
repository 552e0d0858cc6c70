package io.tito.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.tito.metrics.EventMetrics;
import io.tito.metrics.TransactionMetrics;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of metrics. The client and the log find their listeners by type.
 */
@AutoConfiguration(afterName = { "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
public final class TitoMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	TransactionMetrics titoTransactionMetrics(MeterRegistry registry) {
		return new TransactionMetrics(registry);
	}

	@Bean
	@ConditionalOnMissingBean
	EventMetrics titoEventMetrics(MeterRegistry registry) {
		return new EventMetrics(registry);
	}

}
