package io.tito.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Keeps deleted rows of an entity, apart from the others, with the time of their
 * deletion. No query and no index shows them, their ids and unique values are free, and
 * the deletion publishes its event as any other. {@code TitoOperations.deleted} finds,
 * restores and purges them. Of several deleted rows of one id the last is kept.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface TitoSoftDelete {

}
