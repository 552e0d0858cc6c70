package io.tito.test;

import java.lang.reflect.Method;
import java.util.Set;

import io.tito.embedded.EmbeddedTikv;
import io.tito.embedded.fault.Faults;
import io.tito.test.event.PublishedEvents;
import io.tito.test.listener.TestListeners;
import io.tito.test.store.OracleClock;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Gives test methods the beans that observe and drive an application, as parameters
 * without an annotation.
 */
final class TitoExtension implements ParameterResolver {

	private static final Set<Class<?>> TYPES = Set.of(PublishedEvents.class, TestListeners.class, OracleClock.class,
			Faults.class, EmbeddedTikv.class);

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
		// Spring resolves those that have its annotations, and those of constructors
		return TYPES.contains(parameter.getParameter().getType())
				&& parameter.getDeclaringExecutable() instanceof Method && !parameter.isAnnotated(Autowired.class)
				&& !parameter.isAnnotated(Qualifier.class);
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
		Class<?> type = parameter.getParameter().getType();
		ApplicationContext context = SpringExtension.getApplicationContext(test);
		Object bean = context.getBeanProvider(type).getIfAvailable();
		if (bean == null) {
			throw new ParameterResolutionException(
					("There is no %s in the context of this test. TestListeners are there with @AutoConfigureTito; "
							+ "OracleClock, Faults and EmbeddedTikv if the test is on an embedded server of its own, "
							+ "not on a connection that it names")
						.formatted(type.getSimpleName()));
		}
		return bean;
	}

}
