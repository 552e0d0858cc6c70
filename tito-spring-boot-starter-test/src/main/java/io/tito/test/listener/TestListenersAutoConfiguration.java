package io.tito.test.listener;

import java.time.Duration;

import io.tito.autoconfigure.listener.TitoListenerAutoConfiguration;
import io.tito.client.Transaction;
import io.tito.cluster.ClusterMember;
import io.tito.listener.container.TitoListenerContainerRegistry;
import io.tito.listener.container.TitoListenerCustomizer;
import io.tito.log.write.EventWriter;
import io.tito.test.store.OracleClock;
import io.tito.transaction.TransactionAccess;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of {@link TestListeners}.
 */
@AutoConfiguration(after = TitoListenerAutoConfiguration.class)
@EnableConfigurationProperties(TitoTestProperties.class)
public final class TestListenersAutoConfiguration {

	@Bean
	TestListeners titoTestListeners(TitoListenerContainerRegistry registry, ObjectProvider<ClusterMember> members,
			ObjectProvider<OracleClock> clock, TitoTestProperties properties, EventWriter writer,
			TransactionAccess transactions) {
		return new TestListeners(registry, () -> members.ifAvailable(TestListenersAutoConfiguration::renew),
				clock::getIfAvailable, properties, () -> check(writer, transactions.current()));
	}

	/**
	 * In a test each failure counts: that all events in hand fail is no outage there.
	 */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	TitoListenerCustomizer titoNoOutagesInTests() {
		return (listener, settings) -> settings
			.withRetry(settings.retry().withHolds(settings.retry().conversionHold(), Duration.ZERO));
	}

	@Bean
	static BeanPostProcessor titoListenersDoNotStart(Environment environment) {
		ListenerMode mode = Binder.get(environment)
			.bind("tito.test.listeners", ListenerMode.class)
			.orElse(ListenerMode.MANUAL);
		return new BeanPostProcessor() {
			@Override
			public Object postProcessBeforeInitialization(Object bean, String name) {
				if (mode == ListenerMode.MANUAL && bean instanceof TitoListenerContainerRegistry registry) {
					registry.setAutoStartup(false);
				}
				return bean;
			}
		};
	}

	private static void renew(ClusterMember member) {
		if (!member.isLive()) {
			member.heartbeat();
		}
	}

	private static void check(EventWriter writer, @Nullable Transaction current) {
		if (current != null && !writer.buffered(current).isEmpty()) {
			throw new IllegalStateException("The transaction of this thread has published events that no listener can "
					+ "see before it commits: end it first (TestTransaction.flagForCommit() and end()), or leave the "
					+ "test's transaction out (@TitoTransactional(propagation = NOT_SUPPORTED))");
		}
	}

}
