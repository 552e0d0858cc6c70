package io.tito.outbox;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An event that is to be published. Immutable: each method returns a changed copy.
 *
 * <pre class="code">
 * OutboundEvent.of("reminder", order.customer(), new Remind(order.id())).at(tomorrow)
 * </pre>
 *
 * @param type the type: the log that listeners read; 1 to 64 of {@code A-Z a-z 0-9 . _ -}
 * @param key the key: events of one key are handled in order; null if no order is needed
 * @param payload what happened, stored by the application's value codec; a {@code byte[]}
 * is stored as it is
 * @param due when it is to be handled, rounded up to a millisecond; null if at once
 * @param headers further headers
 */
public record OutboundEvent(String type, @Nullable String key, Object payload, @Nullable Instant due,
		Map<String, String> headers) {

	public OutboundEvent {
		headers = Map.copyOf(headers);
	}

	/**
	 * An event without a key: it may be handled in any order.
	 * @param type the type
	 * @param payload what happened
	 * @return the event
	 */
	public static OutboundEvent of(String type, Object payload) {
		return new OutboundEvent(type, null, payload, null, Map.of());
	}

	/**
	 * An event that is handled in order with others of the same key.
	 * @param type the type
	 * @param key the key, at most 512 bytes
	 * @param payload what happened
	 * @return the event
	 */
	public static OutboundEvent of(String type, String key, Object payload) {
		return new OutboundEvent(type, key, payload, null, Map.of());
	}

	/**
	 * Schedule the event. A time that has passed means at once.
	 * @param time when it is to be handled, by the time of TiKV's oracle
	 * @return a copy with the due time
	 */
	public OutboundEvent at(Instant time) {
		return new OutboundEvent(this.type, this.key, this.payload, time, this.headers);
	}

	public OutboundEvent header(String name, String value) {
		Map<String, String> more = new LinkedHashMap<>(this.headers);
		more.put(name, value);
		return new OutboundEvent(this.type, this.key, this.payload, this.due, more);
	}

}
