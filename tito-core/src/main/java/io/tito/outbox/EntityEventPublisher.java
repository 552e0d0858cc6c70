package io.tito.outbox;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import io.tito.annotation.Operation;
import io.tito.annotation.TitoEvent;
import io.tito.client.Transaction;
import io.tito.codec.ValueCodec;
import io.tito.core.EntityChange;
import io.tito.core.EntityChangeListener;
import io.tito.log.EventWriter;
import io.tito.log.NewEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.data.util.DirectFieldAccessFallbackBeanWrapper;
import org.springframework.util.StringUtils;

/**
 * Publishes the events that {@link TitoEvent} declares, in the transaction that changes
 * the row. The payload is the row as it is stored: the new one, or for a deletion the
 * last one. A row whose key property is null is published under its id. Thread-safe.
 */
public final class EntityEventPublisher implements EntityChangeListener {

	private final EventWriter writer;

	private final ValueCodec codec;

	private final Map<Class<?>, List<TitoEvent>> declared = new ConcurrentHashMap<>();

	public EntityEventPublisher(EventWriter writer, ValueCodec codec) {
		this.writer = writer;
		this.codec = codec;
	}

	@Override
	public void onChange(Transaction transaction, EntityChange change) {
		List<TitoEvent> wanted = declared(change.type()).stream()
			.filter((event) -> List.of(event.on()).contains(change.operation()))
			.toList();
		if (wanted.isEmpty()) {
			return;
		}
		Object row = row(change);
		byte[] payload = this.codec.write(row);
		wanted.forEach((event) -> this.writer.append(transaction, event(event, change, row, payload)));
	}

	@Override
	public int limit(Class<?> type, Operation operation) {
		long events = declared(type).stream().filter((event) -> List.of(event.on()).contains(operation)).count();
		return (events > 0) ? (int) (EventWriter.MAX_EVENTS / events) : Integer.MAX_VALUE;
	}

	private List<TitoEvent> declared(Class<?> type) {
		return this.declared.computeIfAbsent(type, (key) -> List.of(key.getAnnotationsByType(TitoEvent.class)));
	}

	private static NewEvent event(TitoEvent event, EntityChange change, Object row, byte[] payload) {
		return new NewEvent(event.type(), key(event, change, row), change.operation(), change.versionBefore(),
				change.versionAfter(), null, change.type().getName(), Map.of(), payload);
	}

	private static Object row(EntityChange change) {
		Object row = (change.operation() == Operation.DELETE) ? change.before() : change.after();
		return Objects.requireNonNull(row,
				() -> "A change of '%s' by %s came without its row".formatted(change.entity(), change.operation()));
	}

	private static String key(TitoEvent event, EntityChange change, Object row) {
		Object key = StringUtils.hasText(event.key()) ? property(row, event.key()) : null;
		return ((key != null) ? key : change.id()).toString();
	}

	private static @Nullable Object property(Object row, String name) {
		return new DirectFieldAccessFallbackBeanWrapper(row).getPropertyValue(name);
	}

}
