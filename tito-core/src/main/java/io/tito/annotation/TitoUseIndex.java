package io.tito.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the index that a query method of a repository uses. Needed for an index with a
 * condition, whose rows alone are then found, and where several indexes answer the query
 * in different orders.
 */
@Documented
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
public @interface TitoUseIndex {

	/**
	 * The name of the index.
	 * @return the name
	 */
	String value();

}
