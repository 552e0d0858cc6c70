package io.tito.transaction;

import java.lang.reflect.Method;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.StaticMethodMatcherPointcutAdvisor;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Repeats methods whose {@link TitoTransactional} names retries, around the transaction.
 * To be a bean of an infrastructure role beside Spring's transaction management.
 */
public final class TransactionRetryAdvisor extends StaticMethodMatcherPointcutAdvisor {

	private static final long serialVersionUID = 1L;

	public TransactionRetryAdvisor() {
		super(new Repetition(new LostRaces()));
		setOrder(Ordered.LOWEST_PRECEDENCE - 100);
	}

	@Override
	public boolean matches(Method method, Class<?> targetClass) {
		return retries(method, targetClass) > 0;
	}

	/**
	 * The annotation of the method, else of its class, as Spring's own does.
	 */
	private static int retries(Method method, @Nullable Class<?> targetClass) {
		Method specific = AopUtils.getMostSpecificMethod(method, targetClass);
		TitoTransactional found = AnnotatedElementUtils.findMergedAnnotation(specific, TitoTransactional.class);
		if (found == null) {
			found = AnnotatedElementUtils.findMergedAnnotation(specific.getDeclaringClass(), TitoTransactional.class);
		}
		if (found == null && targetClass != null) {
			found = AnnotatedElementUtils.findMergedAnnotation(targetClass, TitoTransactional.class);
		}
		return (found != null) ? found.retries() : 0;
	}

	private record Repetition(LostRaces races) implements MethodInterceptor {

		@Override
		public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
			Object target = invocation.getThis();
			int retries = retries(invocation.getMethod(), (target != null) ? target.getClass() : null);
			if (TransactionSynchronizationManager.isActualTransactionActive()
					|| !(invocation instanceof ProxyMethodInvocation repeatable)) {
				return invocation.proceed();
			}
			return this.races.<@Nullable Object, Throwable>run(retries, () -> repeatable.invocableClone().proceed());
		}

	}

}
