package io.tito.outbox;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Date;
import java.util.List;

import io.tito.annotation.Operation;
import io.tito.annotation.TitoEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.EvaluationException;
import org.springframework.expression.Expression;
import org.springframework.expression.ExpressionException;
import org.springframework.expression.spel.standard.SpelExpressionParser;

/**
 * One {@link TitoEvent} with its expressions parsed. Immutable.
 */
final class DeclaredEvent {

	private static final SpelExpressionParser parser = new SpelExpressionParser();

	private final TitoEvent event;

	private final Class<?> owner;

	private final @Nullable Expression key;

	private final @Nullable Expression dueAt;

	private final @Nullable Expression payload;

	private DeclaredEvent(TitoEvent event, Class<?> owner) {
		this.event = event;
		this.owner = owner;
		this.key = parse("key", event.key());
		this.dueAt = parse("due time", event.dueAt());
		this.payload = parse("payload", event.payload());
	}

	static List<DeclaredEvent> of(Class<?> type) {
		return Arrays.stream(type.getAnnotationsByType(TitoEvent.class))
			.map((event) -> new DeclaredEvent(event, type))
			.toList();
	}

	String type() {
		return this.event.type();
	}

	boolean isPublishedOn(Operation operation) {
		return List.of(this.event.on()).contains(operation);
	}

	boolean hasPayload() {
		return this.payload != null;
	}

	@Nullable String key(EvaluationContext context) {
		Object value = evaluate("key", this.key, context);
		return (value != null) ? value.toString() : null;
	}

	@Nullable Instant dueAt(EvaluationContext context) {
		Object value = evaluate("due time", this.dueAt, context);
		if (value == null) {
			return null;
		}
		if (value instanceof Instant instant) {
			return instant;
		}
		if (value instanceof OffsetDateTime time) {
			return time.toInstant();
		}
		if (value instanceof ZonedDateTime time) {
			return time.toInstant();
		}
		if (value instanceof Date date) {
			return date.toInstant();
		}
		throw refused("due time", this.dueAt,
				"yields a %s: use an Instant or a time with an offset".formatted(value.getClass().getName()), null);
	}

	/**
	 * The payload that the declaration asks for; only if it {@link #hasPayload() has
	 * one}.
	 */
	Object payload(EvaluationContext context) {
		Object value = evaluate("payload", this.payload, context);
		if (value == null) {
			throw refused("payload", this.payload, "yields null: let it yield something, or leave it out", null);
		}
		return value;
	}

	private @Nullable Object evaluate(String what, @Nullable Expression expression, EvaluationContext context) {
		try {
			return (expression != null) ? expression.getValue(context) : null;
		}
		catch (EvaluationException ex) {
			throw refused(what, expression, "cannot be evaluated: " + ex.getSimpleMessage(), ex);
		}
	}

	private @Nullable Expression parse(String what, String text) {
		try {
			return text.isEmpty() ? null : parser.parseExpression(text);
		}
		catch (ExpressionException ex) {
			throw new InvalidDataAccessApiUsageException(
					"The %s of @TitoEvent '%s' of %s, '%s', is not an expression: %s".formatted(what, type(),
							this.owner.getName(), text, ex.getSimpleMessage()),
					ex);
		}
	}

	private InvalidDataAccessApiUsageException refused(String what, @Nullable Expression expression, String why,
			@Nullable Throwable cause) {
		String text = (expression != null) ? expression.getExpressionString() : "";
		return new InvalidDataAccessApiUsageException("The %s of @TitoEvent '%s' of %s, '%s', %s. Nothing was written"
			.formatted(what, type(), this.owner.getName(), text, why), cause);
	}

}
