package io.tito.log.write;

/**
 * Told, on the committing thread after the commit, that this instance wrote events to a
 * partition: the local wake-up. Losing a signal costs time, never an event.
 */
@FunctionalInterface
public interface PublishSignal {

	/**
	 * Events were committed.
	 * @param type their type
	 * @param partition their partition
	 */
	void published(String type, int partition);

}
