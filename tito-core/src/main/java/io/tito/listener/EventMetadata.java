package io.tito.listener;

import java.time.Instant;
import java.util.Map;

import io.tito.annotation.Operation;
import io.tito.log.EventId;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a delivered event beside its payload. A listener method may take it as
 * a parameter.
 *
 * @param eventId the id of the event: the same at each delivery, so a good idempotency
 * key
 * @param type the type
 * @param key the key: events of one key are handled in order
 * @param group the group that handles it
 * @param partition the partition
 * @param operation what happened to the entity, null if it was published by hand
 * @param versionBefore the version of the row before, if there was one
 * @param versionAfter the version of the row after, if there is one
 * @param dueAt when the event was to be handled, null if at once
 * @param publishedAt when it was published; for a scheduled event, when it became due
 * @param attempt which attempt this is, counted from 1
 * @param epoch the epoch of the partition's owner: hand it to systems outside TiKV as a
 * fencing token, they refuse smaller ones
 * @param deadline until when the listener has to return, by the clock of this machine; it
 * is interrupted then. Null if it may take as long as it likes
 * @param headers further headers
 */
public record EventMetadata(EventId eventId, String type, String key, String group, int partition,
		@Nullable Operation operation, @Nullable Long versionBefore, @Nullable Long versionAfter,
		@Nullable Instant dueAt, Instant publishedAt, int attempt, long epoch, @Nullable Instant deadline,
		Map<String, String> headers) {

	public EventMetadata {
		headers = Map.copyOf(headers);
	}

}
