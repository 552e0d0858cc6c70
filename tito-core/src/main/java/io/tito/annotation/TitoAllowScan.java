package io.tito.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets a query method of a repository read rows and leave them out, or sort them in
 * memory, where no index answers it.
 */
@Documented
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
public @interface TitoAllowScan {

	/**
	 * How many rows a call may read; a call that needs more fails.
	 * @return the number of rows
	 */
	int value() default 10_000;

}
