package io.tito.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes changes of an entity publish events, written in the transaction that changes the
 * row: both are committed, or neither. The payload is the row; for a deletion, the row as
 * it was last stored.
 * <p>
 * On any other class it makes application events of that class go to the outbox of the
 * transaction that publishes them.
 * <p>
 * {@link #key()}, {@link #dueAt()} and {@link #payload()} are expressions of the Spring
 * Expression Language, checked when the application starts. Their root is the row, or the
 * application event. For a row there are also {@code #before} and {@code #after} (null
 * for an insert and a deletion), {@code #operation} and {@code #id}.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(TitoEvent.List.class)
public @interface TitoEvent {

	/**
	 * The type of the events: the name of the log that listeners read; 1 to 64 of
	 * {@code A-Z a-z 0-9 . _ -}.
	 * @return the type
	 */
	String type();

	/**
	 * The key of the events, as the name of a property or another expression: events of
	 * one key are handled in order. Left out or null, the id of the row; for application
	 * events, no key.
	 * @return the expression
	 */
	String key() default "";

	/**
	 * When the events are due, as an expression for an {@code Instant} or another type of
	 * time with an offset. Left out or null, at once.
	 * @return the expression
	 */
	String dueAt() default "";

	/**
	 * What the events hold, as an expression. Left out, the whole row.
	 * @return the expression
	 */
	String payload() default "";

	/**
	 * The changes that publish. Without meaning for application events.
	 * @return the operations
	 */
	Operation[] on() default { Operation.INSERT, Operation.UPDATE, Operation.DELETE };

	/**
	 * Holds several events of one entity.
	 */
	@Documented
	@Inherited
	@Target(ElementType.TYPE)
	@Retention(RetentionPolicy.RUNTIME)
	@interface List {

		TitoEvent[] value();

	}

}
