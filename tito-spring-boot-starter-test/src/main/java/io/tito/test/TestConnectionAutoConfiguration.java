package io.tito.test;

import java.util.List;

import io.tito.autoconfigure.tikv.TitoClientAutoConfiguration;
import io.tito.autoconfigure.tikv.TitoConnectionDetails;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;

/**
 * Auto-configuration of the connection of a {@link DataTitoTest}.
 */
@AutoConfiguration(before = TitoClientAutoConfiguration.class)
@ConditionalOnBooleanProperty("tito.test.embedded")
public final class TestConnectionAutoConfiguration {

	private static final List<String> OF_THE_TEST = List.of("Inlined Test Properties", "Dynamic Test Properties");

	private static final String ADDRESSES = "tito.tikv.pd-addresses";

	@Bean
	@ConditionalOnMissingBean(TitoConnectionDetails.class)
	TitoConnectionDetails titoTestConnectionDetails(ConfigurableEnvironment environment) {
		for (String name : OF_THE_TEST) {
			PropertySource<?> source = environment.getPropertySources().get(name);
			List<String> addresses = (source != null) ? addresses(source) : List.of();
			if (!addresses.isEmpty()) {
				return () -> addresses;
			}
		}
		return new EmbeddedTestConnectionDetails();
	}

	private static List<String> addresses(PropertySource<?> source) {
		return new Binder(ConfigurationPropertySources.from(source)).bind(ADDRESSES, Bindable.listOf(String.class))
			.orElse(List.of());
	}

}
