package io.tito.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The names that a property had before, so that rows that were stored under them are
 * still read. What is written bears the present name only: instances of the application
 * that know just the old one read the property as absent.
 */
@Documented
@Target({ ElementType.FIELD, ElementType.PARAMETER })
@Retention(RetentionPolicy.RUNTIME)
public @interface FormerName {

	/**
	 * The former names, none of which another property of the class has.
	 * @return the names
	 */
	String[] value();

}
