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
	 * The property whose value is the key of the events: events of one key are handled in
	 * order. Left out, the id of the row.
	 * @return the name of the property
	 */
	String key() default "";

	/**
	 * The changes that publish.
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
