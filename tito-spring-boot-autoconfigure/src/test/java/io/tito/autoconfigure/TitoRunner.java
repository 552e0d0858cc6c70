package io.tito.autoconfigure;

import io.tito.autoconfigure.cluster.TitoClusterAutoConfiguration;
import io.tito.autoconfigure.data.TitoDataAutoConfiguration;
import io.tito.autoconfigure.data.TitoIndexAutoConfiguration;
import io.tito.autoconfigure.data.TitoRepositoriesAutoConfiguration;
import io.tito.autoconfigure.health.TitoHealthContributorAutoConfiguration;
import io.tito.autoconfigure.listener.TitoListenerAutoConfiguration;
import io.tito.autoconfigure.metrics.TitoMetricsAutoConfiguration;
import io.tito.autoconfigure.outbox.TitoOutboxAutoConfiguration;
import io.tito.autoconfigure.tikv.TitoClientAutoConfiguration;
import io.tito.autoconfigure.transaction.TitoTransactionAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;

/**
 * An application with everything of this module and an embedded server of its own.
 */
public final class TitoRunner {

	private TitoRunner() {
	}

	/**
	 * The application, whose configuration class has to set the packages.
	 */
	public static ApplicationContextRunner with(Class<?> application) {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(TitoClientAutoConfiguration.class, TitoTransactionAutoConfiguration.class,
							TitoDataAutoConfiguration.class, TitoIndexAutoConfiguration.class,
							TitoRepositoriesAutoConfiguration.class, TitoOutboxAutoConfiguration.class,
							TitoClusterAutoConfiguration.class, TitoListenerAutoConfiguration.class,
							TitoHealthContributorAutoConfiguration.class, TitoMetricsAutoConfiguration.class,
							TransactionAutoConfiguration.class, JacksonAutoConfiguration.class))
			.withUserConfiguration(application)
			.withPropertyValues("spring.application.name=test");
	}

}
