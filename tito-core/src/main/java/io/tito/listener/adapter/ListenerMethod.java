package io.tito.listener.adapter;

import io.tito.listener.EventHandler;
import io.tito.listener.EventOutcome;
import io.tito.listener.ReceivedEvent;
import io.tito.listener.UnreadablePayloadException;

import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;

/**
 * A handler that calls a method.
 */
final class ListenerMethod implements EventHandler {

	private final InvocableHandlerMethod method;

	ListenerMethod(InvocableHandlerMethod method) {
		this.method = method;
	}

	@Override
	public EventOutcome handle(ReceivedEvent event) throws Exception {
		try {
			Object result = this.method.invoke(EventMessages.message(event));
			return (result instanceof EventOutcome outcome) ? outcome : EventOutcome.done();
		}
		catch (MessageConversionException ex) {
			throw new UnreadablePayloadException(
					"The payload cannot be handed to %s".formatted(this.method.getShortLogMessage()), ex);
		}
	}

}
