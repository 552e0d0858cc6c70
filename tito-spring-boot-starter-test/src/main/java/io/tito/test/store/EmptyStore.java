package io.tito.test.store;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Empties the application's namespace before each test method, for tests that commit:
 * rows, index entries, events, retries and dead letters of earlier tests are gone. What
 * the application has settled at its start stays: event types, groups and where they are,
 * the state of indexes. Much faster than a new context.
 * <p>
 * On an embedded server of the test only; anywhere else the test fails, and nothing is
 * removed. On a class, it is meant for all of its test methods.
 */
@Documented
@Inherited
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
public @interface EmptyStore {

}
