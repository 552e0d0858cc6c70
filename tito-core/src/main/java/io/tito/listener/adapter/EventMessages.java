package io.tito.listener.adapter;

import java.util.HashMap;
import java.util.Map;

import io.tito.listener.EventMetadata;
import io.tito.listener.ReceivedEvent;

import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;

/**
 * Makes messages of events.
 */
final class EventMessages {

	private EventMessages() {
	}

	static Message<byte[]> message(ReceivedEvent event) {
		return new GenericMessage<>(event.payload(), headers(event));
	}

	static Map<String, Object> headers(ReceivedEvent event) {
		EventMetadata metadata = event.metadata();
		Map<String, Object> headers = new HashMap<>(metadata.headers());
		headers.put(EventHeaders.METADATA, metadata);
		headers.put(EventHeaders.EVENT_ID, metadata.eventId().toString());
		headers.put(EventHeaders.TYPE, metadata.type());
		headers.put(EventHeaders.KEY, metadata.key());
		headers.put(EventHeaders.ATTEMPT, metadata.attempt());
		headers.put(EventHeaders.PAYLOAD_TYPE, event.payloadType());
		return headers;
	}

}
