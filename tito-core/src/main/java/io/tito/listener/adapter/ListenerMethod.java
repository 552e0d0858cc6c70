package io.tito.listener.adapter;

import java.util.HashMap;
import java.util.Map;

import io.tito.listener.EventHandler;
import io.tito.listener.EventMetadata;
import io.tito.listener.UnreadablePayloadException;

import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.messaging.support.GenericMessage;

/**
 * A handler that calls a method.
 */
final class ListenerMethod implements EventHandler {

	private final InvocableHandlerMethod method;

	ListenerMethod(InvocableHandlerMethod method) {
		this.method = method;
	}

	@Override
	public void handle(EventMetadata metadata, String payloadType, byte[] payload) throws Exception {
		Map<String, Object> headers = new HashMap<>(metadata.headers());
		headers.put(EventHeaders.METADATA, metadata);
		headers.put(EventHeaders.EVENT_ID, metadata.eventId().toString());
		headers.put(EventHeaders.TYPE, metadata.type());
		headers.put(EventHeaders.KEY, metadata.key());
		headers.put(EventHeaders.ATTEMPT, metadata.attempt());
		headers.put(EventHeaders.PAYLOAD_TYPE, payloadType);
		try {
			this.method.invoke(new GenericMessage<>(payload, headers));
		}
		catch (MessageConversionException ex) {
			throw new UnreadablePayloadException(
					"The payload cannot be handed to %s".formatted(this.method.getShortLogMessage()), ex);
		}
	}

}
