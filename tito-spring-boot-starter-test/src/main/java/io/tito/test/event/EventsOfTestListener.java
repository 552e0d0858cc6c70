package io.tito.test.event;

import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/**
 * Tells where a test begins: before its transaction does and its {@code @BeforeEach}
 * methods run.
 */
final class EventsOfTestListener implements TestExecutionListener, Ordered {

	/** Between the injection of dependencies and transactions. */
	private static final int ORDER = 3500;

	@Override
	public void beforeTestMethod(TestContext test) {
		if (test.hasApplicationContext()) {
			test.getApplicationContext().getBeanProvider(EventsOfTest.class).ifAvailable(EventsOfTest::begin);
		}
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

}
