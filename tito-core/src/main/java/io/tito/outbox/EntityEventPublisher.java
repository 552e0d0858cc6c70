package io.tito.outbox;

import java.util.ArrayList;
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
import io.tito.log.write.EventWriter;
import io.tito.log.write.NewEvent;

import org.springframework.expression.EvaluationContext;
import org.springframework.expression.spel.support.StandardEvaluationContext;

/**
 * Publishes the events that {@link TitoEvent} declares, in the transaction that changes
 * the row. The payload is the row as it is stored: the new one, or for a deletion the
 * last one; or what the declaration makes of it. {@link EntityEvents} suppresses events
 * and adds headers for single calls. Thread-safe.
 */
public final class EntityEventPublisher implements EntityChangeListener {

	private static final RowPropertyAccessor fields = new RowPropertyAccessor();

	private final EventWriter writer;

	private final ValueCodec codec;

	private final Map<Class<?>, List<DeclaredEvent>> declared = new ConcurrentHashMap<>();

	public EntityEventPublisher(EventWriter writer, ValueCodec codec) {
		this.writer = writer;
		this.codec = codec;
	}

	@Override
	public void onChange(Transaction transaction, EntityChange change) {
		if (EntityEvents.areSuppressed()) {
			return;
		}
		List<DeclaredEvent> wanted = this.declared.computeIfAbsent(change.type(), DeclaredEvent::of)
			.stream()
			.filter((event) -> event.isPublishedOn(change.operation()))
			.toList();
		if (!wanted.isEmpty()) {
			this.writer.appendAll(transaction, events(wanted, change));
		}
	}

	private List<NewEvent> events(List<DeclaredEvent> wanted, EntityChange change) {
		Object row = row(change);
		EvaluationContext context = context(row, change);
		byte[] whole = wanted.stream().allMatch(DeclaredEvent::hasPayload) ? new byte[0] : this.codec.write(row);
		List<NewEvent> events = new ArrayList<>();
		for (DeclaredEvent event : wanted) {
			Object payload = event.hasPayload() ? event.payload(context) : row;
			byte[] bytes = event.hasPayload() ? bytes(payload) : whole;
			String payloadType = event.hasPayload() ? payload.getClass().getName() : change.type().getName();
			String key = event.key(context);
			events.add(new NewEvent(event.type(), (key != null) ? key : change.id().toString(), change.operation(),
					change.versionBefore(), change.versionAfter(), event.dueAt(context), payloadType,
					EntityEvents.headers(), bytes));
		}
		return events;
	}

	@Override
	public int limit(Class<?> type, Operation operation) {
		long events = this.declared.computeIfAbsent(type, DeclaredEvent::of)
			.stream()
			.filter((event) -> event.isPublishedOn(operation))
			.count();
		return (events > 0) ? (int) (EventWriter.MAX_EVENTS / events) : Integer.MAX_VALUE;
	}

	private byte[] bytes(Object payload) {
		return (payload instanceof byte[] bytes) ? bytes : this.codec.write(payload);
	}

	private static EvaluationContext context(Object row, EntityChange change) {
		StandardEvaluationContext context = context(row);
		context.setVariable("before", change.before());
		context.setVariable("after", change.after());
		context.setVariable("operation", change.operation());
		context.setVariable("id", change.id());
		return context;
	}

	static StandardEvaluationContext context(Object root) {
		StandardEvaluationContext context = new StandardEvaluationContext(root);
		context.addPropertyAccessor(fields);
		return context;
	}

	private static Object row(EntityChange change) {
		Object row = (change.operation() == Operation.DELETE) ? change.before() : change.after();
		return Objects.requireNonNull(row,
				() -> "A change of '%s' by %s came without its row".formatted(change.entity(), change.operation()));
	}

}
