package io.tito.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a class or record whose instances are stored as rows. It needs a property with
 * Spring Data's {@code @Id}; one with {@code @Version} makes updates of stale instances
 * fail.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface TitoEntity {

	/**
	 * The name of the entity in the store: 1 to 64 of {@code A-Z a-z 0-9 . _ -}. It is
	 * part of every key; renaming the class does not change it.
	 * @return the name
	 */
	String value();

	/**
	 * The revision of the stored form, raised with a change that needs more than an added
	 * or removed property or a {@link FormerName}. Rows of each earlier revision are read
	 * through its {@code RowUpcaster}; rows of a later one are refused by an application
	 * that does not know it.
	 * @return the revision, 0 to 32767
	 */
	int revision() default 0;

	/**
	 * The oldest revision that rows still have: raised, and the upcasters of earlier ones
	 * removed, when {@code TitoOperations.migrate} has written those rows anew.
	 * @return the revision, 0 to {@link #revision()}
	 */
	int oldestRevision() default 0;

}
