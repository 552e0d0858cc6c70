package io.tito.transaction;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * {@link Transactional @Transactional} of Tito, whatever other transaction managers the
 * application has.
 */
@Documented
@Inherited
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Transactional("titoTransactionManager")
public @interface TitoTransactional {

	@AliasFor(annotation = Transactional.class)
	String[] label() default {};

	@AliasFor(annotation = Transactional.class)
	Propagation propagation() default Propagation.REQUIRED;

	@AliasFor(annotation = Transactional.class)
	Isolation isolation() default Isolation.DEFAULT;

	@AliasFor(annotation = Transactional.class)
	int timeout() default -1;

	@AliasFor(annotation = Transactional.class)
	String timeoutString() default "";

	@AliasFor(annotation = Transactional.class)
	boolean readOnly() default false;

	@AliasFor(annotation = Transactional.class)
	Class<? extends Throwable>[] rollbackFor() default {};

	@AliasFor(annotation = Transactional.class)
	String[] rollbackForClassName() default {};

	@AliasFor(annotation = Transactional.class)
	Class<? extends Throwable>[] noRollbackFor() default {};

	@AliasFor(annotation = Transactional.class)
	String[] noRollbackForClassName() default {};

}
