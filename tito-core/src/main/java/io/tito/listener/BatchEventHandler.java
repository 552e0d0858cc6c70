package io.tito.listener;

import java.util.List;

/**
 * Handles several events of a partition together. Within a lane they are in order, and
 * what follows an event that failed in its lane is handed over again. Called by several
 * threads at once for different partitions.
 */
@FunctionalInterface
public non-sealed interface BatchEventHandler extends ListenerHandler {

	/**
	 * Handle events.
	 * @param events at least one event
	 * @return what becomes of each, in the same order
	 * @throws Exception if all failed: they are handed over again, after some failures
	 * one by one, so that the event at fault is found
	 */
	List<EventOutcome> handle(List<ReceivedEvent> events) throws Exception;

}
