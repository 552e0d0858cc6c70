package io.tito.log;

import org.jspecify.annotations.Nullable;

/**
 * An event of a transaction that has not begun to commit: all but its position.
 *
 * @param id its id
 * @param type its type
 * @param settings the settings of its type
 * @param partition its partition
 * @param due when it is due, in milliseconds since 1970, null if at once
 * @param value what will be stored
 */
record PendingEvent(EventId id, String type, TypeSettings settings, int partition, @Nullable Long due, byte[] value) {

}
