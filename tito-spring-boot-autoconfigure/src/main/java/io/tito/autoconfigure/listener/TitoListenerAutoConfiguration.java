package io.tito.autoconfigure.listener;

import io.tito.autoconfigure.cluster.TitoClusterAutoConfiguration;
import io.tito.autoconfigure.outbox.CompositeLogListener;
import io.tito.autoconfigure.outbox.TitoOutboxAutoConfiguration;
import io.tito.client.TitoClient;
import io.tito.cluster.Membership;
import io.tito.listener.config.TitoListenerAnnotationBeanPostProcessor;
import io.tito.listener.container.TitoListenerContainerRegistry;
import io.tito.listener.container.TitoListenerCustomizer;
import io.tito.log.DeadLetterOperations;
import io.tito.log.EventLog;
import io.tito.log.EventLogOperations;
import io.tito.log.EventTypes;
import io.tito.log.LogKeys;
import io.tito.log.LogListener;
import io.tito.transaction.TitoTransactionManager;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.core.task.VirtualThreadTaskExecutor;

/**
 * Auto-configuration of listeners: methods with {@code @TitoListener} handle events while
 * the application runs.
 */
@AutoConfiguration(after = { TitoOutboxAutoConfiguration.class, TitoClusterAutoConfiguration.class })
@ConditionalOnBean({ TitoClient.class, EventTypes.class, Membership.class, TitoTransactionManager.class })
@EnableConfigurationProperties(TitoListenerProperties.class)
public final class TitoListenerAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	EventLog titoEventLog(TitoClient client, LogKeys keys, EventTypes types) {
		return new EventLog(client, keys, types);
	}

	@Bean
	@ConditionalOnMissingBean
	EventLogOperations titoEventLogOperations(EventLog log, Membership membership) {
		return new EventLogOperations(log,
				(type, group) -> membership.members().stream().anyMatch((member) -> member.listensTo(type, group)));
	}

	@Bean
	@ConditionalOnMissingBean
	DeadLetterOperations titoDeadLetterOperations(EventLog log) {
		return new DeadLetterOperations(log);
	}

	@Bean
	@ConditionalOnMissingBean
	TitoListenerContainerRegistry titoListenerContainerRegistry(EventLog log, Membership membership,
			TitoTransactionManager transactions, TitoListenerProperties properties,
			ObjectProvider<TitoListenerCustomizer> customizers, ObjectProvider<LogListener> listeners,
			Environment environment) {
		TitoListenerContainerRegistry registry = new TitoListenerContainerRegistry(log, membership, transactions,
				new ConfiguredListenerSettings(properties, customizers.orderedStream().toList()),
				CompositeLogListener.of(listeners));
		registry.setAutoStartup(properties.autoStartup());
		if (Threading.VIRTUAL.isActive(environment)) {
			registry.setExecutor(new VirtualThreadTaskExecutor("tito-listener-"));
		}
		return registry;
	}

	@Bean
	UnusedListenerSettings titoUnusedListenerSettings(TitoListenerProperties properties,
			TitoListenerContainerRegistry registry) {
		return new UnusedListenerSettings(properties, registry);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConditionalOnMissingBean
	static TitoListenerAnnotationBeanPostProcessor titoListenerAnnotationBeanPostProcessor() {
		return new TitoListenerAnnotationBeanPostProcessor();
	}

	@Bean
	static LazyInitializationExcludeFilter titoListenerLazyInitializationExcludeFilter() {
		return new ListenerBeansAreNotLazy();
	}

}
