package io.tito.autoconfigure.listener;

import io.tito.annotation.TitoListener;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ReflectionUtils.MethodFilter;

/**
 * Makes beans with listeners even if the application makes beans only when they are
 * needed: nothing but an event needs these.
 */
final class ListenerBeansAreNotLazy implements LazyInitializationExcludeFilter {

	private static final MethodFilter LISTENERS = (method) -> AnnotatedElementUtils.hasAnnotation(method,
			TitoListener.class);

	@Override
	public boolean isExcluded(String name, BeanDefinition definition, Class<?> type) {
		return AnnotationUtils.isCandidateClass(type, TitoListener.class)
				&& !MethodIntrospector.selectMethods(type, LISTENERS).isEmpty();
	}

}
