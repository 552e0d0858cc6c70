package io.tito.listener.adapter;

import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.stream.Stream;

import io.tito.listener.ReceivedEvent;

import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.messaging.handler.annotation.support.MethodArgumentNotValidException;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.SmartValidator;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

/**
 * Reads the payloads of a batch, and checks them if the parameter asks for that.
 */
final class PayloadReader {

	private final MethodParameter parameter;

	private final PayloadConverter converter;

	private final Validator validator;

	private final boolean checked;

	PayloadReader(MethodParameter parameter, PayloadConverter converter, Validator validator) {
		this.parameter = parameter;
		this.converter = converter;
		this.validator = validator;
		this.checked = isChecked(parameter);
	}

	/**
	 * Whether payloads are to be validated: by the same sign as for single payloads.
	 */
	static boolean isChecked(MethodParameter parameter) {
		return Stream.of(parameter.getParameterAnnotations())
			.map(Annotation::annotationType)
			.anyMatch((type) -> type.getSimpleName().startsWith("Valid")
					|| AnnotationUtils.findAnnotation(type, Validated.class) != null);
	}

	Object read(ReceivedEvent event, Type type) throws MethodArgumentNotValidException {
		Object payload = this.converter.read(event.payload(), event.payloadType(), type);
		if (this.checked) {
			check(event, payload);
		}
		return payload;
	}

	private void check(ReceivedEvent event, Object payload) throws MethodArgumentNotValidException {
		BeanPropertyBindingResult errors = new BeanPropertyBindingResult(payload, "payload");
		if (this.validator instanceof SmartValidator smart) {
			smart.validate(payload, errors);
		}
		else {
			this.validator.validate(payload, errors);
		}
		if (errors.hasErrors()) {
			throw new MethodArgumentNotValidException(EventMessages.message(event), this.parameter, errors);
		}
	}

}
