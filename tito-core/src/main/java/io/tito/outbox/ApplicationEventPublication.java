package io.tito.outbox;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoEvent;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.expression.EvaluationContext;

/**
 * Takes application events whose class has a {@link TitoEvent} to the {@link Outbox}, in
 * the transaction and on the thread that publishes them. Where the outbox refuses to
 * publish, {@code publishEvent} throws. Thread-safe.
 */
public final class ApplicationEventPublication implements GenericApplicationListener {

	private final Supplier<Outbox> outbox;

	private final Map<Class<?>, List<DeclaredEvent>> declared = new ConcurrentHashMap<>();

	/**
	 * Create one.
	 * @param outbox gives the outbox, asked when the first event is published: listeners
	 * exist before other beans do
	 */
	public ApplicationEventPublication(Supplier<Outbox> outbox) {
		this.outbox = outbox;
	}

	@Override
	public boolean supportsEventType(ResolvableType eventType) {
		Class<?> type = eventType.toClass();
		if (PayloadApplicationEvent.class.isAssignableFrom(type)) {
			Class<?> payload = eventType.as(PayloadApplicationEvent.class).getGeneric().resolve();
			return payload == null || mayDeclare(payload);
		}
		return mayDeclare(type);
	}

	/**
	 * On another thread there would be no transaction to join.
	 */
	@Override
	public boolean supportsAsyncExecution() {
		return false;
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		Object published = (event instanceof PayloadApplicationEvent<?> wrapped) ? wrapped.getPayload() : event;
		if (!mayDeclare(published.getClass())) {
			return;
		}
		List<DeclaredEvent> events = this.declared.computeIfAbsent(published.getClass(), DeclaredEvent::of);
		EvaluationContext context = EntityEventPublisher.context(published);
		this.outbox.get().publishAll(events.stream().map((declared) -> event(declared, published, context)).toList());
	}

	private static OutboundEvent event(DeclaredEvent declared, Object published, EvaluationContext context) {
		Object payload = declared.hasPayload() ? declared.payload(context) : published;
		return new OutboundEvent(declared.type(), declared.key(context), payload, declared.dueAt(context), Map.of(),
				null, null, null);
	}

	/**
	 * An entity declares events of its changes, not that it is one.
	 */
	private static boolean mayDeclare(Class<?> type) {
		return type.getAnnotationsByType(TitoEvent.class).length > 0
				&& !AnnotatedElementUtils.hasAnnotation(type, TitoEntity.class);
	}

}
