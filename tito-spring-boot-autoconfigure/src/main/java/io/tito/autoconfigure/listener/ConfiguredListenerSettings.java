package io.tito.autoconfigure.listener;

import java.util.List;

import io.tito.listener.container.ListenerDefinition;
import io.tito.listener.container.ListenerSettings;
import io.tito.listener.container.ListenerSettingsSource;
import io.tito.listener.container.TitoListenerCustomizer;

/**
 * Settings by properties and annotations, and then by the application's customizers.
 */
final class ConfiguredListenerSettings implements ListenerSettingsSource {

	private final TitoListenerProperties properties;

	private final List<TitoListenerCustomizer> customizers;

	ConfiguredListenerSettings(TitoListenerProperties properties, List<TitoListenerCustomizer> customizers) {
		this.properties = properties;
		this.customizers = customizers;
	}

	@Override
	public ListenerSettings settings(ListenerDefinition listener) {
		ListenerSettings settings = this.properties.settings(listener);
		for (TitoListenerCustomizer customizer : this.customizers) {
			settings = customizer.customize(listener, settings);
		}
		return settings;
	}

}
