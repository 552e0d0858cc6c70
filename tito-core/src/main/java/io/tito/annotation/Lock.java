package io.tito.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Locks the rows that a method of a repository finds until the transaction ends; it is to
 * be called within one. {@code findById} and {@code findAllById}, declared again with
 * this annotation, read the newest version of the rows. Other methods read the snapshot
 * of the transaction, and fail with a conflict that is worth a retry if a row that they
 * found was changed since.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Lock {

	/**
	 * How the rows are locked.
	 * @return the mode
	 */
	LockMode value() default LockMode.PESSIMISTIC_WRITE;

}
