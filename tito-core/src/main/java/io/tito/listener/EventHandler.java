package io.tito.listener;

/**
 * Handles events. Called by several threads at once for events of different keys, never
 * for two events of one key.
 */
@FunctionalInterface
public interface EventHandler {

	/**
	 * Handle an event. Returning means that it is done.
	 * @param metadata what is known of the event
	 * @param payloadType the name of the class that was published
	 * @param payload the payload as it is stored
	 * @throws RejectEventException to give the event up at once
	 * @throws UnreadablePayloadException if this version cannot read the payload
	 * @throws Exception any other failure: the event is tried again later
	 */
	void handle(EventMetadata metadata, String payloadType, byte[] payload) throws Exception;

}
