package io.tito.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A property that holds other rows, found by the ids in another property. It is filled
 * when it is asked for and never stored: not fetched, it is an empty collection, or null
 * for a single row (which must then be {@code @Nullable}).
 */
@Documented
@Target({ ElementType.FIELD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
public @interface TitoRelation {

	/**
	 * The property with the id, or the ids, of the other rows.
	 * @return the name of a property beside this one
	 */
	String from();

	/**
	 * What happens to this row when a row that it points to is deleted. Anything but
	 * {@link OnDelete#NONE} keeps an index of the references, named {@code ref.} and the
	 * name of this property, and is for properties of the row itself.
	 * @return what happens
	 */
	OnDelete onDelete() default OnDelete.NONE;

	/**
	 * What may happen when a row that others point to is deleted.
	 */
	enum OnDelete {

		/** Nothing: the id stays, and its row is left out when it is fetched. */
		NONE,

		/** The deletion is refused. */
		RESTRICT,

		/** The rows that point to it are deleted with it. */
		CASCADE

	}

}
