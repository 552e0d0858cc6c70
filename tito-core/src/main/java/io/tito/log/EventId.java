package io.tito.log;

import java.util.UUID;

/**
 * The identity of an event, given when it is published and kept through rescheduling and
 * replay. Use it as the idempotency key of effects outside TiKV.
 *
 * @param value a UUID of version 7
 */
public record EventId(UUID value) {

	public static EventId parse(String text) {
		return new EventId(UUID.fromString(text));
	}

	@Override
	public String toString() {
		return this.value.toString();
	}

}
