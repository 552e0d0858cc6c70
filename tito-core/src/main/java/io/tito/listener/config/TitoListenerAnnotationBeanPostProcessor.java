package io.tito.listener.config;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.tito.annotation.TitoListener;
import io.tito.codec.ValueCodec;
import io.tito.key.Namespace;
import io.tito.listener.ListenerHandler;
import io.tito.listener.adapter.ListenerMethods;
import io.tito.listener.container.InvalidListenerException;
import io.tito.listener.container.ListenerDefinition;
import io.tito.listener.container.TitoListenerContainerRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.validation.Validator;

/**
 * Registers the methods with {@link TitoListener @TitoListener}. Its bean method is to be
 * static; it looks for the registry and the codec only once all beans exist.
 */
public final class TitoListenerAnnotationBeanPostProcessor
		implements BeanPostProcessor, SmartInitializingSingleton, BeanFactoryAware {

	private static final String APPLICATION = "${spring.application.name:}";

	private final Set<Class<?>> withoutListeners = ConcurrentHashMap.newKeySet();

	private final List<Found> found = new ArrayList<>();

	private @Nullable BeanFactory beans;

	private @Nullable ListenerMethods methods;

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beans = beanFactory;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String name) {
		Class<?> type = AopProxyUtils.ultimateTargetClass(bean);
		if (this.withoutListeners.contains(type) || !AnnotationUtils.isCandidateClass(type, TitoListener.class)) {
			return bean;
		}
		Map<Method, TitoListener> listeners = listeners(type);
		if (listeners.isEmpty()) {
			this.withoutListeners.add(type);
		}
		listeners.forEach((method, listener) -> add(new Found(bean, name, method, listener)));
		return bean;
	}

	@Override
	public synchronized void afterSingletonsInstantiated() {
		this.methods = methods();
		List<ListenerDefinition> definitions = new ArrayList<>();
		List<String> faults = new ArrayList<>();
		for (Found listener : this.found) {
			try {
				definitions.add(definition(listener));
			}
			catch (InvalidListenerException ex) {
				faults.addAll(ex.faults());
			}
		}
		this.found.clear();
		if (!faults.isEmpty()) {
			throw new InvalidListenerException(faults);
		}
		definitions.forEach(registry()::register);
	}

	private synchronized void add(Found listener) {
		if (this.methods == null) {
			this.found.add(listener);
		}
		else {
			registry().register(definition(listener));
		}
	}

	private ListenerDefinition definition(Found listener) {
		TitoListener annotation = listener.annotation();
		String type = name(listener, "type", resolve(annotation.type()));
		String group = name(listener, "group", group(listener));
		String id = resolve(annotation.id());
		return new ListenerDefinition(id.isEmpty() ? type + "/" + group : id, type, group, annotation.start(),
				annotation.transactional(), AnnotationOverrides.of(annotation, this::resolve, listener.description()),
				handler(listener), listener.description());
	}

	private ListenerHandler handler(Found listener) {
		try {
			if (listener.annotation().transactional()) {
				HandlerTransactions.check(beans(), AopProxyUtils.ultimateTargetClass(listener.bean()),
						listener.method());
			}
			Method method = AopUtils.selectInvocableMethod(listener.method(), listener.bean().getClass());
			return methods().handler(listener.bean(), method, listener.annotation().batch());
		}
		catch (IllegalStateException ex) {
			throw invalid(listener, ex);
		}
	}

	private TitoListenerContainerRegistry registry() {
		return beans().getBean(TitoListenerContainerRegistry.class);
	}

	private static InvalidListenerException invalid(Found listener, RuntimeException fault) {
		return new InvalidListenerException(List.of(listener.description() + ": " + fault.getMessage()), fault);
	}

	private String group(Found listener) {
		String group = resolve(listener.annotation().group());
		if (!group.isEmpty()) {
			return group;
		}
		String application = resolve(APPLICATION);
		if (application.isEmpty()) {
			throw invalid(listener,
					new IllegalStateException("It names no group, and the application has no name to take instead: "
							+ "set group on @TitoListener, or spring.application.name"));
		}
		return application;
	}

	private static String name(Found listener, String what, String name) {
		try {
			return Namespace.checkName(what, name);
		}
		catch (IllegalArgumentException ex) {
			throw invalid(listener, ex);
		}
	}

	private String resolve(String text) {
		if (beans() instanceof ConfigurableBeanFactory configurable) {
			String resolved = configurable.resolveEmbeddedValue(text);
			return (resolved != null) ? resolved : "";
		}
		return text;
	}

	private ListenerMethods methods() {
		ListenerMethods present = this.methods;
		return (present != null) ? present : new ListenerMethods(beans().getBean(ValueCodec.class), beans(),
				beans().getBeanProvider(Validator.class).getIfUnique());
	}

	private BeanFactory beans() {
		if (this.beans == null) {
			throw new IllegalStateException("The bean factory is not set: declare this class as a bean");
		}
		return this.beans;
	}

	private static Map<Method, TitoListener> listeners(Class<?> type) {
		return MethodIntrospector.selectMethods(type,
				(MethodIntrospector.MetadataLookup<TitoListener>) (method) -> AnnotatedElementUtils
					.findMergedAnnotation(method, TitoListener.class));
	}

	private record Found(Object bean, String name, Method method, TitoListener annotation) {

		String description() {
			return "%s.%s (bean '%s')".formatted(this.method.getDeclaringClass().getSimpleName(), this.method.getName(),
					this.name);
		}

	}

}
