package io.tito.listener.config;

import java.util.Map;
import java.util.stream.Stream;

import io.tito.client.TitoClient;
import io.tito.cluster.ClusterMember;
import io.tito.cluster.ClusterSettings;
import io.tito.codec.ValueCodec;
import io.tito.codec.jackson.JacksonValueCodec;
import io.tito.listener.container.TitoListenerContainerRegistry;
import io.tito.log.EventLog;
import io.tito.log.EventLogOperations;
import io.tito.log.EventTypes;
import io.tito.log.LogKeys;
import io.tito.log.LogListener;
import io.tito.log.TypeSettings;
import io.tito.log.write.EventWriter;
import io.tito.outbox.Outbox;
import io.tito.outbox.TransactionalOutbox;
import io.tito.testing.TestCluster;
import io.tito.transaction.TitoTransactionManager;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;

/**
 * An application with listeners, whose store is the cluster of a test.
 */
final class ListenerApplication {

	private ListenerApplication() {
	}

	/**
	 * Start an application of the name 'shop'.
	 * @param cluster where it stores
	 * @param listeners the class of the bean with the listeners
	 * @param more further configuration
	 * @return the application's context, which the caller closes
	 */
	static AnnotationConfigApplicationContext start(TestCluster cluster, Class<?> listeners, Class<?>... more) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.getEnvironment()
			.getPropertySources()
			.addFirst(
					new MapPropertySource("test", Map.of("spring.application.name", "shop", "order.type", "invoice")));
		context.getBeanFactory().registerSingleton("cluster", cluster);
		context.register(Infrastructure.class);
		context.registerBean(listeners.getSimpleName(), listeners);
		Stream.of(more).forEach(context::register);
		try {
			context.refresh();
			return context;
		}
		catch (RuntimeException ex) {
			context.close();
			throw ex;
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Infrastructure {

		@Bean
		static TitoListenerAnnotationBeanPostProcessor listeners() {
			return new TitoListenerAnnotationBeanPostProcessor();
		}

		@Bean(destroyMethod = "")
		TitoClient client(TestCluster cluster) {
			return cluster.client();
		}

		@Bean
		LogKeys keys(TestCluster cluster) {
			return new LogKeys(cluster.namespace());
		}

		@Bean
		EventTypes types(TitoClient client, LogKeys keys) {
			return new EventTypes(client, keys, (type) -> TypeSettings.DEFAULTS.withPartitions(4));
		}

		@Bean
		EventLog log(TitoClient client, LogKeys keys, EventTypes types) {
			return new EventLog(client, keys, types);
		}

		@Bean
		EventLogOperations operations(EventLog log) {
			return new EventLogOperations(log);
		}

		@Bean
		TitoTransactionManager transactions(TitoClient client) {
			return new TitoTransactionManager(client);
		}

		@Bean
		ValueCodec codec() {
			return new JacksonValueCodec(JacksonValueCodec.mapperBuilder().build());
		}

		@Bean(initMethod = "start")
		ClusterMember member(TitoClient client, TestCluster cluster) {
			return new ClusterMember(client, cluster.namespace(), "one", ClusterSettings.DEFAULTS);
		}

		@Bean
		TitoListenerContainerRegistry registry(EventLog log, ClusterMember member,
				TitoTransactionManager transactions) {
			return new TitoListenerContainerRegistry(log, member, transactions,
					(listener) -> listener.overrides().settings(), LogListener.NONE);
		}

		@Bean
		Outbox outbox(TitoClient client, EventTypes types, LogKeys keys, TitoTransactionManager transactions,
				ValueCodec codec, TitoListenerContainerRegistry registry) {
			return new TransactionalOutbox(transactions,
					new EventWriter(client, types, keys, registry, LogListener.NONE), codec);
		}

	}

}
