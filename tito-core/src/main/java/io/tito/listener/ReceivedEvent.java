package io.tito.listener;

/**
 * An event as it is handed to a handler.
 *
 * @param metadata what is known of it
 * @param lane the lane in which it is handled: events of one lane keep their order
 * @param payloadType the name of the class that was published
 * @param payload the payload as it is stored
 */
public record ReceivedEvent(EventMetadata metadata, String lane, String payloadType, byte[] payload) {

}
