package io.tito.log;

import java.util.Map;

import io.tito.annotation.Operation;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is stored: what the value of its key holds.
 *
 * @param id its id
 * @param key its key: the lane it belongs to
 * @param operation what happened to the entity, null if it was published by hand
 * @param versionBefore the version of the row before, if there was one
 * @param versionAfter the version of the row after, if there is one
 * @param due when it is to be handled, in milliseconds since 1970, null if at once
 * @param payloadType the name of the class of the payload, for people
 * @param headers further headers
 * @param payload the payload's bytes
 * @param placed whether its publisher chose its partition, so that its key does not say
 * where it belongs
 */
public record StoredEvent(EventId id, String key, @Nullable Operation operation, @Nullable Long versionBefore,
		@Nullable Long versionAfter, @Nullable Long due, String payloadType, Map<String, String> headers,
		byte[] payload, boolean placed) {

	public StoredEvent {
		headers = Map.copyOf(headers);
	}

	public StoredEvent(EventId id, String key, @Nullable Operation operation, @Nullable Long versionBefore,
			@Nullable Long versionAfter, @Nullable Long due, String payloadType, Map<String, String> headers,
			byte[] payload) {
		this(id, key, operation, versionBefore, versionAfter, due, payloadType, headers, payload, false);
	}

	/**
	 * The same event with another due time.
	 * @param millis the time in milliseconds since 1970, null for at once
	 * @return a copy
	 */
	public StoredEvent withDue(@Nullable Long millis) {
		return new StoredEvent(this.id, this.key, this.operation, this.versionBefore, this.versionAfter, millis,
				this.payloadType, this.headers, this.payload, this.placed);
	}

}
