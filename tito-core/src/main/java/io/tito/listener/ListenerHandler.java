package io.tito.listener;

/**
 * What handles the events of a listener: one at a time, or several together.
 */
public sealed interface ListenerHandler permits EventHandler, BatchEventHandler {

}
