package io.tito.autoconfigure.listener;

import java.util.Set;
import java.util.TreeSet;

import io.tito.listener.container.ListenerDefinition;
import io.tito.listener.container.TitoListenerContainerRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Warns of properties of listeners that do not exist: most likely a slip of the pen.
 */
final class UnusedListenerSettings implements ApplicationListener<ApplicationReadyEvent> {

	private static final Logger logger = LoggerFactory.getLogger(UnusedListenerSettings.class);

	private final TitoListenerProperties properties;

	private final TitoListenerContainerRegistry registry;

	UnusedListenerSettings(TitoListenerProperties properties, TitoListenerContainerRegistry registry) {
		this.properties = properties;
		this.registry = registry;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		Set<String> unused = unused();
		if (!unused.isEmpty()) {
			logger.warn("There are properties tito.listener.listeners.* for {}, which no listener has as its id; "
					+ "the listeners are {}", unused, ids());
		}
	}

	/**
	 * Ids that only properties know.
	 */
	Set<String> unused() {
		Set<String> unused = new TreeSet<>(this.properties.listeners().keySet());
		unused.removeAll(ids());
		return unused;
	}

	private Set<String> ids() {
		Set<String> ids = new TreeSet<>();
		this.registry.listeners().stream().map(ListenerDefinition::id).forEach(ids::add);
		return ids;
	}

}
