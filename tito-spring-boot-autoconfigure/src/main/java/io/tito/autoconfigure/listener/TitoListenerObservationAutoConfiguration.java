package io.tito.autoconfigure.listener;

import io.micrometer.observation.ObservationRegistry;
import io.tito.autoconfigure.outbox.TitoOutboxAutoConfiguration;
import io.tito.listener.container.TitoListenerContainerRegistry;
import io.tito.listener.observation.ListenerObservationConvention;
import io.tito.listener.observation.ListenerObservations;
import io.tito.listener.observation.PublishObservations;
import io.tito.log.write.EventWriter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of observations of listeners, and of traces that go from publishers
 * to them.
 */
@AutoConfiguration(after = { TitoOutboxAutoConfiguration.class, TitoListenerAutoConfiguration.class },
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnBean(ObservationRegistry.class)
@ConditionalOnBooleanProperty(name = "tito.listener.observation-enabled", matchIfMissing = true)
public final class TitoListenerObservationAutoConfiguration {

	@Bean
	SmartInitializingSingleton titoObservations(ObservationRegistry observations,
			ObjectProvider<ListenerObservationConvention> conventions,
			ObjectProvider<TitoListenerContainerRegistry> registries, ObjectProvider<EventWriter> writers) {
		return () -> {
			ListenerObservations observed = new ListenerObservations(observations,
					conventions.getIfUnique(() -> ListenerObservationConvention.DEFAULT));
			registries.forEach((registry) -> registry.setObservations(observed));
			writers.forEach((writer) -> writer.setHeaders(new PublishObservations(observations)));
		};
	}

}
