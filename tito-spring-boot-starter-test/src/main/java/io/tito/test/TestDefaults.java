package io.tito.test;

import java.util.Map;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * What is better in a test whose clock may jump, unless the application says otherwise:
 * nothing is removed behind its back. A record, since equal customizers share a context.
 */
record TestDefaults() implements ContextCustomizer {

	private static final Map<String, Object> PROPERTIES = Map.of("tito.gc.enabled", "false", "tito.outbox.retention",
			"3650d");

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
		context.getEnvironment().getPropertySources().addLast(new MapPropertySource("Tito test defaults", PROPERTIES));
	}

}
