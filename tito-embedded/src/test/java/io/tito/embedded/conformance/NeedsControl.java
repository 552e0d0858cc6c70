package io.tito.embedded.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a test that does to its server what no client can. It is not applicable to a
 * server that the suite has not started.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface NeedsControl {

	/**
	 * What it does.
	 */
	String value();

}
