package io.tito.log.write;

import java.time.Instant;
import java.util.Map;

import io.tito.annotation.Operation;
import org.jspecify.annotations.Nullable;

/**
 * An event that is to be appended to the log.
 *
 * @param type its type: the log it goes to
 * @param key its key: events of one key are handled in order; null if it needs no order
 * @param operation what happened to the entity, null if it was published by hand
 * @param versionBefore the version of the row before, if there was one
 * @param versionAfter the version of the row after, if there is one
 * @param due when it is to be handled, null if at once
 * @param payloadType the name of the class of the payload, for people
 * @param headers further headers
 * @param payload the payload's bytes
 * @param partition the partition to use, null to let the key decide
 * @param idempotencyKey the same for each attempt to publish the same thing, null if
 * nobody will repeat it
 */
public record NewEvent(String type, @Nullable String key, @Nullable Operation operation, @Nullable Long versionBefore,
		@Nullable Long versionAfter, @Nullable Instant due, String payloadType, Map<String, String> headers,
		byte[] payload, @Nullable Integer partition, @Nullable String idempotencyKey) {

	public NewEvent {
		headers = Map.copyOf(headers);
	}

	public NewEvent(String type, @Nullable String key, @Nullable Operation operation, @Nullable Long versionBefore,
			@Nullable Long versionAfter, @Nullable Instant due, String payloadType, Map<String, String> headers,
			byte[] payload) {
		this(type, key, operation, versionBefore, versionAfter, due, payloadType, headers, payload, null, null);
	}

}
