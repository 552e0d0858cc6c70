package io.tito.listener.config;

import java.lang.reflect.Method;

import io.tito.transaction.TitoTransactionManager;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.transaction.TransactionManager;
import org.springframework.transaction.annotation.Transactional;

/**
 * Refuses a transactional listener whose own {@code @Transactional} means the transaction
 * of another store: what it writes to Tito would be committed with the acknowledgement,
 * but not together with the rest.
 */
final class HandlerTransactions {

	private HandlerTransactions() {
	}

	static void check(BeanFactory beans, Class<?> type, Method method) {
		Transactional annotation = annotation(type, method);
		if (annotation == null || !annotation.transactionManager().isEmpty()) {
			return;
		}
		TransactionManager meant = beans.getBeanProvider(TransactionManager.class).getIfUnique();
		if (meant != null && !(meant instanceof TitoTransactionManager)) {
			throw new IllegalStateException(
					("It is a transactional listener, but its @Transactional means the transaction manager %s. Write "
							+ "@TitoTransactional, or leave it out: the listener runs in a Tito transaction anyway. If it "
							+ "is to write to both stores, name the manager and make it idempotent")
						.formatted(meant.getClass().getSimpleName()));
		}
	}

	private static @Nullable Transactional annotation(Class<?> type, Method method) {
		Transactional own = AnnotatedElementUtils.findMergedAnnotation(method, Transactional.class);
		return (own != null) ? own : AnnotatedElementUtils.findMergedAnnotation(type, Transactional.class);
	}

}
