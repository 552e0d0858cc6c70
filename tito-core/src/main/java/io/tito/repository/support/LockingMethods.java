package io.tito.repository.support;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.BaseStream;

import io.tito.annotation.Lock;
import io.tito.core.TitoOperations;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.repository.core.RepositoryInformation;
import org.springframework.data.repository.core.support.RepositoryProxyPostProcessor;

/**
 * Makes {@link Lock} work on methods of repositories. What cannot be locked is refused
 * when the repository is made.
 */
final class LockingMethods implements RepositoryProxyPostProcessor {

	private final TitoOperations operations;

	LockingMethods(TitoOperations operations) {
		this.operations = operations;
	}

	@Override
	public void postProcess(ProxyFactory factory, RepositoryInformation repository) {
		boolean locking = false;
		for (Method method : repository.getRepositoryInterface().getMethods()) {
			if (isLocking(method) && !method.isBridge()) {
				check(method, repository);
				locking = true;
			}
		}
		if (locking) {
			factory.addAdvice(new Locking(this.operations, repository.getDomainType()));
		}
	}

	private static boolean isLocking(Method method) {
		return AnnotatedElementUtils.hasAnnotation(method, Lock.class);
	}

	private static void check(Method method, RepositoryInformation repository) {
		Class<?> returned = repository.getReturnedDomainClass(method);
		boolean stream = BaseStream.class.isAssignableFrom(method.getReturnType());
		if (stream || !repository.getDomainType().isAssignableFrom(returned)) {
			throw new InvalidDataAccessApiUsageException(
					"'%s' is annotated with @Lock and returns %s: rows are locked when they are returned as %s, alone or in an Optional or a collection"
						.formatted(method, stream ? "a stream" : returned.getName(),
								repository.getDomainType().getName()));
		}
	}

	private record Locking(TitoOperations operations, Class<?> type) implements MethodInterceptor {

		@Override
		public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
			Method method = invocation.getMethod();
			if (!isLocking(method)) {
				return invocation.proceed();
			}
			@Nullable Object[] arguments = invocation.getArguments();
			Object first = (arguments.length == 1) ? arguments[0] : null;
			if (first != null && method.getName().equals("findById")) {
				return this.operations.findByIdForUpdate(this.type, first);
			}
			if (first instanceof Iterable<?> ids && method.getName().equals("findAllById")) {
				return this.operations.findAllByIdForUpdate(this.type, list(ids));
			}
			Object result = invocation.proceed();
			this.operations.lock(rows(result));
			return result;
		}

		private static Collection<?> rows(@Nullable Object result) {
			if (result instanceof Optional<?> optional) {
				return optional.stream().toList();
			}
			if (result instanceof Iterable<?> rows) {
				return list(rows);
			}
			return (result != null) ? List.of(result) : List.of();
		}

		private static List<Object> list(Iterable<?> values) {
			List<Object> list = new ArrayList<>();
			values.forEach(list::add);
			return list;
		}

	}

}
