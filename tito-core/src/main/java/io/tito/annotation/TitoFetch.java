package io.tito.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets a query method of a repository fill relations of the rows that it returns.
 */
@Documented
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
public @interface TitoFetch {

	/**
	 * The paths of the relations, such as {@code tags} or {@code lines.product}.
	 * @return the paths
	 */
	String[] value();

}
