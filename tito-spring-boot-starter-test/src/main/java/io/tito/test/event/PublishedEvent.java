package io.tito.test.event;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

import io.tito.annotation.Operation;
import io.tito.codec.ValueCodec;
import io.tito.log.EventId;
import io.tito.log.StoredEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * An event that a test has published. Immutable.
 */
public final class PublishedEvent {

	private final String type;

	private final int partition;

	private final StoredEvent event;

	private final boolean committed;

	private final ValueCodec codec;

	PublishedEvent(String type, int partition, StoredEvent event, boolean committed, ValueCodec codec) {
		this.type = type;
		this.partition = partition;
		this.event = event;
		this.committed = committed;
		this.codec = codec;
	}

	/**
	 * The event type: the log that listeners read.
	 * @return the type
	 */
	public String type() {
		return this.type;
	}

	public int partition() {
		return this.partition;
	}

	public EventId id() {
		return this.event.id();
	}

	/**
	 * The key in whose order it is handled.
	 * @return the key; of an event that was published without one, its id
	 */
	public String key() {
		return this.event.key();
	}

	/**
	 * What happened to the entity.
	 * @return the operation, null if the event was published by hand
	 */
	public @Nullable Operation operation() {
		return this.event.operation();
	}

	/**
	 * When it is to be handled, by the oracle's time.
	 * @return the due time, null if it is not scheduled
	 */
	public @Nullable Instant due() {
		Long due = this.event.due();
		return (due != null) ? Instant.ofEpochMilli(due) : null;
	}

	public Map<String, String> headers() {
		return this.event.headers();
	}

	public String payloadType() {
		return this.event.payloadType();
	}

	/**
	 * Whether it is committed. Otherwise the transaction of this thread will publish it
	 * when it commits, which one that is rolled back never does.
	 * @return whether listeners can see it
	 */
	public boolean isCommitted() {
		return this.committed;
	}

	/**
	 * The payload, read by the application's codec.
	 * @param <T> its class
	 * @param payload its class, or another that the codec can read it as; {@code byte[]}
	 * for what is stored
	 * @return the payload
	 * @throws io.tito.codec.UnreadableValueException if it cannot be read so
	 */
	public <T> T payload(Class<T> payload) {
		return payload.isInstance(this.event.payload()) ? payload.cast(this.event.payload())
				: this.codec.read(this.event.payload(), payload);
	}

	/**
	 * Whether the payload was published as an instance of a class.
	 * @param payload the class, or a supertype
	 * @return whether it was
	 */
	public boolean hasPayload(Class<?> payload) {
		Class<?> published = payloadClass();
		return published != null && payload.isAssignableFrom(published);
	}

	/**
	 * The payload as the class that it was published as, or its bytes if there is no such
	 * class.
	 */
	Object payload() {
		Class<?> published = payloadClass();
		return Objects.requireNonNull((published != null) ? payload(published) : this.event.payload());
	}

	private @Nullable Class<?> payloadClass() {
		try {
			return ClassUtils.forName(payloadType(), ClassUtils.getDefaultClassLoader());
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return null;
		}
	}

	@Override
	public String toString() {
		return "%s of key '%s'%s%s: %s %s".formatted(this.type, key(), (due() != null) ? " due at " + due() : "",
				this.committed ? "" : ", not committed", payloadType(),
				new String(this.event.payload(), StandardCharsets.UTF_8));
	}

}
