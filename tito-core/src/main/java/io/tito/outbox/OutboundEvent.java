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
 * @param payloadType what the payload is, for those who read it; null for the name of its
 * class
 * @param partition the partition to use; null to let the key decide
 * @param idempotencyKey the same for each attempt to publish the same thing; null if
 * nobody will repeat it
 */
public record OutboundEvent(String type, @Nullable String key, Object payload, @Nullable Instant due,
		Map<String, String> headers, @Nullable String payloadType, @Nullable Integer partition,
		@Nullable String idempotencyKey) {

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
		return new OutboundEvent(type, null, payload, null, Map.of(), null, null, null);
	}

	/**
	 * An event that is handled in order with others of the same key.
	 * @param type the type
	 * @param key the key, at most 512 bytes
	 * @param payload what happened
	 * @return the event
	 */
	public static OutboundEvent of(String type, String key, Object payload) {
		return of(type, payload).withKey(key);
	}

	private OutboundEvent withKey(@Nullable String newKey) {
		return new OutboundEvent(this.type, newKey, this.payload, this.due, this.headers, this.payloadType,
				this.partition, this.idempotencyKey);
	}

	/**
	 * Schedule the event. A time that has passed means at once.
	 * @param time when it is to be handled, by the time of TiKV's oracle
	 * @return a copy with the due time
	 */
	public OutboundEvent at(Instant time) {
		return new OutboundEvent(this.type, this.key, this.payload, time, this.headers, this.payloadType,
				this.partition, this.idempotencyKey);
	}

	/**
	 * Add a header.
	 * @param name its name; one that is set already is replaced
	 * @param value its value
	 * @return a copy with the header
	 */
	public OutboundEvent header(String name, String value) {
		Map<String, String> more = new LinkedHashMap<>(this.headers);
		more.put(name, value);
		return new OutboundEvent(this.type, this.key, this.payload, this.due, more, this.payloadType, this.partition,
				this.idempotencyKey);
	}

	/**
	 * Say what the payload is, for payloads in a format of your own: the name of a class
	 * or a schema. Listeners get it with the event.
	 * @param name the name
	 * @return a copy with the payload type
	 */
	public OutboundEvent payloadType(String name) {
		return new OutboundEvent(this.type, this.key, this.payload, this.due, this.headers, name, this.partition,
				this.idempotencyKey);
	}

	/**
	 * Choose the partition. Events of one key are in order only as long as all of them go
	 * to the same.
	 * @param number the partition, from 0; it must exist
	 * @return a copy with the partition
	 */
	public OutboundEvent toPartition(int number) {
		return new OutboundEvent(this.type, this.key, this.payload, this.due, this.headers, this.payloadType, number,
				this.idempotencyKey);
	}

	/**
	 * Publish at most once, however often that is tried: who publishes an event of the
	 * same type and idempotency key again gets the id of the first. Remembered for the
	 * retention time ({@code tito.outbox.retention}), also if the event is cancelled.
	 * Costs a read.
	 * @param key the idempotency key, 1 to 512 bytes, such as the id of a request
	 * @return a copy with the idempotency key
	 */
	public OutboundEvent once(String key) {
		return new OutboundEvent(this.type, this.key, this.payload, this.due, this.headers, this.payloadType,
				this.partition, key);
	}

}
