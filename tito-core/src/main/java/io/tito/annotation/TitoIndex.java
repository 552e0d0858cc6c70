package io.tito.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.data.domain.Sort.Direction;

/**
 * An index of an entity, kept in the transaction that writes the row.
 * <p>
 * A new or changed index of an entity that has rows is built while the application runs;
 * queries along it are refused until it is ready. A change inside a condition's method or
 * a {@link #keys()} class cannot be seen from outside: raise {@link #revision()} with it.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(TitoIndex.List.class)
public @interface TitoIndex {

	/**
	 * The name of the index, unique in its entity; part of the keys.
	 * @return the name
	 */
	String name();

	/**
	 * The properties whose values are indexed, in this order. A path goes into nested
	 * objects ({@code address.city}). A collection gives one entry per element; fields of
	 * one collection ({@code lines.product}, {@code lines.amount}) are taken from the
	 * same element, several collections give every combination. A map gives one entry per
	 * key: {@code attributes} stands for {@code attributes.key} and
	 * {@code attributes.value}. A row has at most 1000 entries.
	 * @return the paths of the properties
	 */
	String[] fields() default {};

	/**
	 * The order of each field: none for ascending, else as many as there are fields.
	 * @return the directions
	 */
	Direction[] order() default {};

	/**
	 * Whether two rows may not have the same values.
	 * @return whether the index is unique
	 */
	boolean unique() default false;

	/**
	 * What becomes of a row in which a field is null.
	 * @return whether it has an entry
	 */
	Nulls nulls() default Nulls.LEFT_OUT;

	/**
	 * Which rows are in the index: a SpEL expression over the row, such as
	 * {@code status.name() == 'OPEN'}, or a call of a public method of the entity
	 * ({@code isOpen()}). It may read nothing but the row. Queries use such an index only
	 * where it is named.
	 * @return the expression, empty for all rows
	 */
	String condition() default "";

	/**
	 * Makes the keys in place of {@link #fields()}.
	 * @return a class with a constructor without parameters
	 */
	Class<? extends IndexKeys<?>> keys() default IndexKeys.OfFields.class;

	/**
	 * To be raised when what the {@link #condition()} or the {@link #keys()} compute has
	 * changed: the index is then built anew.
	 * @return any number
	 */
	int revision() default 0;

	/**
	 * What becomes of null.
	 */
	enum Nulls {

		/** A row with null in one of the fields has no entry. */
		LEFT_OUT,

		/** Null is a value, before all others. */
		INDEXED

	}

	/**
	 * Holds several indexes of one entity.
	 */
	@Documented
	@Inherited
	@Target(ElementType.TYPE)
	@Retention(RetentionPolicy.RUNTIME)
	@interface List {

		TitoIndex[] value();

	}

}
