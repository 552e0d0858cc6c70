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

	/**
	 * How often the method is run again, in a new transaction, if it lost a race: another
	 * transaction wrote the same rows first ({@link WriteConflictException}), the store
	 * gave it up ({@link TransactionAbortedException}), or it was the victim of a
	 * deadlock. What else the method does happens again, too. Only the outermost
	 * transaction is repeated: called inside any other, the method is run once and the
	 * exception left to that one. A stale version is not tried again, since the same
	 * instance would be as stale the next time.
	 * @return the number of further attempts
	 */
	int retries() default 0;

}
