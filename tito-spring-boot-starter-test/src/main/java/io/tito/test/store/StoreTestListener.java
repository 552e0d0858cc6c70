package io.tito.test.store;

import io.tito.embedded.fault.Faults;

import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestExecutionListener;

/**
 * Empties the store before a test that asks for it, and takes back after each test what
 * it has done to the server.
 */
final class StoreTestListener implements TestExecutionListener, Ordered {

	/** Between the injection of dependencies and the beginning of the test's events. */
	private static final int ORDER = 3400;

	@Override
	public void beforeTestMethod(TestContext test) {
		if (!isToBeEmptied(test)) {
			return;
		}
		StoreCleaner cleaner = test.getApplicationContext().getBeanProvider(StoreCleaner.class).getIfAvailable();
		if (cleaner == null) {
			throw new IllegalStateException("@EmptyStore is for tests on an embedded server of their own, as "
					+ "@AutoConfigureTito and @DataTitoTest start one; %s uses another. Nothing was removed"
						.formatted(test.getTestClass().getName()));
		}
		cleaner.clean();
	}

	@Override
	public void afterTestMethod(TestContext test) {
		if (test.hasApplicationContext()) {
			ApplicationContext context = test.getApplicationContext();
			context.getBeanProvider(Faults.class).ifAvailable(Faults::clear);
			context.getBeanProvider(OracleClock.class).ifAvailable(OracleClock::thaw);
		}
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

	private static boolean isToBeEmptied(TestContext test) {
		return AnnotatedElementUtils.hasAnnotation(test.getTestMethod(), EmptyStore.class)
				|| TestContextAnnotationUtils.hasAnnotation(test.getTestClass(), EmptyStore.class);
	}

}
