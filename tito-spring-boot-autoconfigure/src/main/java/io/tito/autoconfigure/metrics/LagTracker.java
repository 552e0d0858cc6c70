package io.tito.autoconfigure.metrics;

import io.tito.listener.container.ListenerDefinition;
import io.tito.listener.container.TitoListenerContainerRegistry;
import io.tito.metrics.LagMetrics;

import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * Shows the lag of the application's groups, which are known once all beans exist.
 */
final class LagTracker implements ApplicationListener<ContextRefreshedEvent> {

	private final LagMetrics metrics;

	private final TitoListenerContainerRegistry registry;

	LagTracker(LagMetrics metrics, TitoListenerContainerRegistry registry) {
		this.metrics = metrics;
		this.registry = registry;
	}

	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		for (ListenerDefinition listener : this.registry.listeners()) {
			this.metrics.track(listener.type(), listener.group());
		}
	}

}
