package io.tito.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An index of an entity, kept in the transaction that writes the row.
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
	 * The properties whose values are indexed, in this order. A row in which one of them
	 * is null has no entry.
	 * @return the names of the properties
	 */
	String[] fields();

	/**
	 * Whether two rows may not have the same values.
	 * @return whether the index is unique
	 */
	boolean unique() default false;

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
