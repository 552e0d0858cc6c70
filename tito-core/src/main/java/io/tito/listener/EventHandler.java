package io.tito.listener;

/**
 * Handles events one at a time. Called by several threads at once for events of different
 * lanes, never for two events of one lane.
 */
@FunctionalInterface
public non-sealed interface EventHandler extends ListenerHandler {

	/**
	 * Handle an event.
	 * @param event the event
	 * @return what becomes of it
	 * @throws RejectEventException to give the event up at once
	 * @throws UnreadablePayloadException if this version cannot read the payload
	 * @throws Exception any other failure: the event is tried again later
	 */
	EventOutcome handle(ReceivedEvent event) throws Exception;

}
