package io.tito.listener.adapter;

import java.lang.reflect.Type;
import java.util.List;

import io.tito.listener.EventMetadata;
import io.tito.listener.ReceivedEvent;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.validation.Validator;

/**
 * One parameter of a method that takes batches: a list of what each event is to become.
 */
final class BatchParameter {

	private final ResolvableType element;

	private final PayloadReader reader;

	BatchParameter(MethodParameter parameter, PayloadConverter converter, Validator validator) {
		if (parameter.getParameterType() != List.class) {
			throw new IllegalStateException(
					"The listener %s has batch = true, so it takes lists, but its parameter %d is a %s: make it a List of that"
						.formatted(parameter.getExecutable(), parameter.getParameterIndex() + 1,
								parameter.getParameterType().getSimpleName()));
		}
		this.element = ResolvableType.forMethodParameter(parameter).getGeneric();
		this.reader = new PayloadReader(parameter, converter, validator);
	}

	/**
	 * What one event becomes.
	 */
	Object element(ReceivedEvent event) throws Exception {
		Class<?> type = this.element.resolve(Object.class);
		if (type == EventMetadata.class) {
			return event.metadata();
		}
		if (type == Message.class) {
			return new GenericMessage<>(this.reader.read(event, payload(this.element.getGeneric())),
					EventMessages.headers(event));
		}
		return this.reader.read(event, payload(this.element));
	}

	private static Type payload(ResolvableType type) {
		return (type.resolve() != null) ? type.getType() : Object.class;
	}

}
