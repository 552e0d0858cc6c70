package io.tito.listener.adapter;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

import io.tito.codec.ValueCodec;
import io.tito.listener.ListenerHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.handler.annotation.support.DefaultMessageHandlerMethodFactory;
import org.springframework.util.ReflectionUtils;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;

/**
 * Makes handlers of methods. The method may take the payload, {@code EventMetadata}, a
 * {@code Message}, and {@code @Header} values, or lists of the first three. Thread-safe.
 */
public final class ListenerMethods {

	private final DefaultMessageHandlerMethodFactory factory = new DefaultMessageHandlerMethodFactory();

	private final PayloadConverter converter;

	private final @Nullable Validator validator;

	/**
	 * Create a maker of handlers.
	 * @param codec reads payloads
	 * @param beans where placeholders and conversions come from
	 * @param validator checks payloads that are to be valid, null if there is none
	 */
	public ListenerMethods(ValueCodec codec, BeanFactory beans, @Nullable Validator validator) {
		this.converter = new PayloadConverter(codec);
		this.validator = validator;
		this.factory.setBeanFactory(beans);
		this.factory.setMessageConverter(this.converter);
		this.factory.setCustomArgumentResolvers(List.of(new MetadataArgumentResolver()));
		if (validator != null) {
			this.factory.setValidator(validator);
		}
		this.factory.afterPropertiesSet();
	}

	/**
	 * Make a handler.
	 * @param bean the object
	 * @param method its method, callable on the object as it is
	 * @param batch whether the method takes several events at once
	 * @return the handler
	 * @throws IllegalStateException if the method works on after it has returned, takes
	 * what it cannot get, or wants payloads to be validated where nothing can
	 */
	public ListenerHandler handler(Object bean, Method method, boolean batch) {
		refuseLateResults(method);
		List<MethodParameter> parameters = parameters(method);
		if (this.validator == null && parameters.stream().anyMatch(PayloadReader::isChecked)) {
			throw new IllegalStateException(
					"The listener %s wants its payload to be valid, but there is no validator: add spring-boot-starter-validation, or remove the annotation"
						.formatted(method));
		}
		if (!batch) {
			ListenerMethod general = new ListenerMethod(this.factory.createInvocableHandlerMethod(bean, method));
			return DirectListenerMethod.suits(parameters)
					? new DirectListenerMethod(bean, method, this.converter, general) : general;
		}
		ReflectionUtils.makeAccessible(method);
		Validator checks = (this.validator != null) ? this.validator : new Unused();
		return new BatchListenerMethod(bean, method,
				parameters.stream().map((parameter) -> new BatchParameter(parameter, this.converter, checks)).toList());
	}

	private static void refuseLateResults(Method method) {
		Class<?> result = method.getReturnType();
		if (Future.class.isAssignableFrom(result) || CompletionStage.class.isAssignableFrom(result)
				|| result.getName().startsWith("reactor.core.publisher.")) {
			throw new IllegalStateException(
					"The listener %s returns %s, but its event is acknowledged when it returns: wait for the result inside"
						.formatted(method, result.getSimpleName()));
		}
	}

	private static List<MethodParameter> parameters(Method method) {
		List<MethodParameter> parameters = new ArrayList<>();
		for (int i = 0; i < method.getParameterCount(); i++) {
			parameters.add(new MethodParameter(method, i));
		}
		return parameters;
	}

	/** Stands in where no parameter asks for validation. */
	private static final class Unused implements Validator {

		@Override
		public boolean supports(Class<?> type) {
			return true;
		}

		@Override
		public void validate(Object target, Errors errors) {
		}

	}

}
