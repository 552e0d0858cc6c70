package io.tito.listener.adapter;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;

import io.tito.listener.EventHandler;
import io.tito.listener.EventMetadata;
import io.tito.listener.EventOutcome;
import io.tito.listener.ReceivedEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.support.MessageHeaderAccessor;
import org.springframework.util.ReflectionUtils;

/**
 * A handler that calls a method which takes no more than the payload and the metadata, as
 * most do: without a message in between, which costs as much as reading the payload.
 */
final class DirectListenerMethod implements EventHandler {

	/** What a message resolves otherwise than by reading the payload. */
	private static final List<Class<?>> OTHERS = List.of(Message.class, MessageHeaders.class,
			MessageHeaderAccessor.class, Optional.class);

	private final Object bean;

	private final Method method;

	private final Type[] types;

	private final PayloadConverter converter;

	private final EventHandler general;

	/**
	 * Create a handler.
	 * @param general refuses what has no payload
	 */
	DirectListenerMethod(Object bean, Method method, PayloadConverter converter, EventHandler general) {
		ReflectionUtils.makeAccessible(method);
		this.bean = bean;
		this.method = method;
		this.types = method.getGenericParameterTypes();
		this.converter = converter;
		this.general = general;
	}

	/**
	 * Whether all parameters can be had without a message, and mean the same.
	 */
	static boolean suits(List<MethodParameter> parameters) {
		return parameters.stream().allMatch(DirectListenerMethod::suits);
	}

	private static boolean suits(MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		Type generic = parameter.getGenericParameterType();
		boolean plain = parameter.getParameterAnnotations().length == 0
				&& (generic instanceof Class || generic instanceof ParameterizedType);
		// what stored bytes are as they are is handed over so
		return plain && !type.isAssignableFrom(byte[].class)
				&& OTHERS.stream().noneMatch((other) -> other.isAssignableFrom(type));
	}

	@Override
	public EventOutcome handle(ReceivedEvent event) throws Exception {
		if (event.payload().length == 0) {
			return this.general.handle(event);
		}
		Object[] arguments = new Object[this.types.length];
		for (int i = 0; i < arguments.length; i++) {
			arguments[i] = (this.types[i] == EventMetadata.class) ? event.metadata()
					: this.converter.read(event.payload(), event.payloadType(), this.types[i]);
			if (arguments[i] == null) {
				return this.general.handle(event);
			}
		}
		return (invoke(arguments) instanceof EventOutcome outcome) ? outcome : EventOutcome.done();
	}

	private @Nullable Object invoke(Object... arguments) throws Exception {
		try {
			return this.method.invoke(this.bean, arguments);
		}
		catch (InvocationTargetException ex) {
			if (ex.getTargetException() instanceof Exception thrown) {
				throw thrown;
			}
			if (ex.getTargetException() instanceof Error error) {
				throw error;
			}
			throw ex;
		}
	}

}
