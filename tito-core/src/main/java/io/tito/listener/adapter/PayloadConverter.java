package io.tito.listener.adapter;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;

import io.tito.codec.UnreadableValueException;
import io.tito.codec.ValueCodec;
import io.tito.listener.UnreadablePayloadException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.SmartMessageConverter;

/**
 * Reads the payload of an event as the parameter of a method asks for it: the stored
 * bytes, a text, or an object that the codec reads.
 */
final class PayloadConverter implements SmartMessageConverter {

	private final ValueCodec codec;

	PayloadConverter(ValueCodec codec) {
		this.codec = codec;
	}

	@Override
	public @Nullable Object fromMessage(Message<?> message, Class<?> targetClass) {
		return fromMessage(message, targetClass, null);
	}

	@Override
	public @Nullable Object fromMessage(Message<?> message, Class<?> targetClass, @Nullable Object conversionHint) {
		if (!(message.getPayload() instanceof byte[] bytes)) {
			return message.getPayload();
		}
		Object payloadType = message.getHeaders().get(EventHeaders.PAYLOAD_TYPE);
		return read(bytes, String.valueOf(payloadType), type(targetClass, conversionHint));
	}

	/**
	 * Read a payload.
	 * @param bytes what is stored
	 * @param payloadType the name of the class that was published
	 * @param target what to make of it
	 * @return the payload
	 */
	Object read(byte[] bytes, String payloadType, Type target) {
		if (target == byte[].class) {
			return bytes;
		}
		if (target == String.class && !String.class.getName().equals(payloadType)) {
			return new String(bytes, StandardCharsets.UTF_8);
		}
		return read(bytes, target);
	}

	@Override
	public @Nullable Message<?> toMessage(Object payload, @Nullable MessageHeaders headers) {
		return null;
	}

	@Override
	public @Nullable Message<?> toMessage(Object payload, @Nullable MessageHeaders headers,
			@Nullable Object conversionHint) {
		return null;
	}

	private Object read(byte[] bytes, Type type) {
		try {
			return this.codec.read(bytes, type);
		}
		catch (UnreadableValueException ex) {
			throw new UnreadablePayloadException(
					"The payload (%d bytes) cannot be read as %s: let the listener take what was published, or byte[]"
						.formatted(bytes.length, type.getTypeName()),
					ex);
		}
	}

	private static Type type(Class<?> targetClass, @Nullable Object hint) {
		if (hint instanceof MethodParameter parameter && parameter.getParameterType() == targetClass) {
			return parameter.getGenericParameterType();
		}
		return targetClass;
	}

}
