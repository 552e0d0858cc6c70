package io.tito.listener.adapter;

import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

import io.tito.codec.ValueCodec;
import io.tito.listener.EventHandler;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.messaging.handler.annotation.support.DefaultMessageHandlerMethodFactory;

/**
 * Makes handlers of methods. The method may take the payload, {@code EventMetadata}, a
 * {@code Message}, and {@code @Header} values. Thread-safe.
 */
public final class ListenerMethods {

	private final DefaultMessageHandlerMethodFactory factory = new DefaultMessageHandlerMethodFactory();

	public ListenerMethods(ValueCodec codec, BeanFactory beans) {
		this.factory.setBeanFactory(beans);
		this.factory.setMessageConverter(new PayloadConverter(codec));
		this.factory.setCustomArgumentResolvers(List.of(new MetadataArgumentResolver()));
		this.factory.afterPropertiesSet();
	}

	/**
	 * Make a handler.
	 * @param bean the object
	 * @param method its method, callable on the object as it is
	 * @return the handler
	 * @throws IllegalStateException if the method works on after it has returned
	 */
	public EventHandler handler(Object bean, Method method) {
		Class<?> result = method.getReturnType();
		if (Future.class.isAssignableFrom(result) || CompletionStage.class.isAssignableFrom(result)
				|| result.getName().startsWith("reactor.core.publisher.")) {
			throw new IllegalStateException(
					"The listener %s returns %s, but its event is acknowledged when it returns: wait for the result inside"
						.formatted(method, result.getSimpleName()));
		}
		return new ListenerMethod(this.factory.createInvocableHandlerMethod(bean, method));
	}

}
