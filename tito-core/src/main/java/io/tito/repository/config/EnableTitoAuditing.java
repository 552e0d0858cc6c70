package io.tito.repository.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Import;
import org.springframework.data.auditing.DateTimeProvider;
import org.springframework.data.domain.AuditorAware;

/**
 * Fills {@code @CreatedDate}, {@code @CreatedBy}, {@code @LastModifiedDate} and
 * {@code @LastModifiedBy} of entities that are stored. An entity with an id of its own
 * counts as created if it has a version property or is {@code Persistable}, as everywhere
 * in Spring Data.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Import(TitoAuditingRegistrar.class)
public @interface EnableTitoAuditing {

	/**
	 * The bean that knows the user.
	 * @return the name of an {@link AuditorAware}; empty for the only one
	 */
	String auditorAwareRef() default "";

	/**
	 * Whether dates are set.
	 * @return whether they are
	 */
	boolean setDates() default true;

	/**
	 * Whether a new entity counts as changed, too.
	 * @return whether it does
	 */
	boolean modifyOnCreate() default true;

	/**
	 * The bean that knows the time, instead of the machine's clock.
	 * @return the name of a {@link DateTimeProvider}
	 */
	String dateTimeProviderRef() default "";

}
