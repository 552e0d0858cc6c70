package io.tito.test.store;

import java.util.List;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches unless the properties of the test itself, not those of the application, say
 * where TiKV is.
 */
final class OnNoAddressesOfTheTest extends SpringBootCondition {

	private static final List<String> OF_THE_TEST = List.of("Inlined Test Properties", "Dynamic Test Properties");

	private static final String ADDRESSES = "tito.tikv.pd-addresses";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("Addresses of the test");
		boolean found = OF_THE_TEST.stream().anyMatch((source) -> hasAddresses(context.getEnvironment(), source));
		return found ? ConditionOutcome.noMatch(message.foundExactly(ADDRESSES))
				: ConditionOutcome.match(message.didNotFind(ADDRESSES).atAll());
	}

	private static boolean hasAddresses(Environment environment, String name) {
		PropertySource<?> source = (environment instanceof ConfigurableEnvironment configurable)
				? configurable.getPropertySources().get(name) : null;
		ConfigurationPropertySource properties = (source != null) ? ConfigurationPropertySource.from(source) : null;
		return properties != null && new Binder(properties).bind(ADDRESSES, Bindable.listOf(String.class)).isBound();
	}

}
