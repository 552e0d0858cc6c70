package io.tito.log.write;

import io.tito.log.StoredEvent;

/**
 * An event that a transaction will publish when it commits.
 *
 * @param type its type
 * @param partition its partition
 * @param event the event
 */
public record BufferedEvent(String type, int partition, StoredEvent event) {

}
