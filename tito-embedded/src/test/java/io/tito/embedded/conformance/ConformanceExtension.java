package io.tito.embedded.conformance;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

import io.tito.embedded.wire.Requests;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestWatcher;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.TestAbortedException;

/**
 * Gives tests their requests, leaves out those that the target is no subject of, takes
 * known differences as such, and notes what became of each scenario.
 */
final class ConformanceExtension implements ExecutionCondition, ParameterResolver, InvocationInterceptor, TestWatcher {

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		Optional<NeedsControl> control = AnnotationSupport.findAnnotation(context.getElement(), NeedsControl.class);
		if (control.isPresent() && ConformanceRun.of(context).target().isForeign()) {
			return ConditionEvaluationResult.disabled("it " + control.get().value());
		}
		return ConditionEvaluationResult.enabled("any target will do");
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == Requests.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return ConformanceRun.of(context).target().requests();
	}

	@Override
	public void interceptTestMethod(Invocation<Void> invocation, ReflectiveInvocationContext<Method> method,
			ExtensionContext context) throws Throwable {
		try {
			invocation.proceed();
		}
		catch (TestAbortedException ex) {
			throw ex;
		}
		catch (Throwable ex) {
			Exceptions exceptions = ConformanceRun.of(context).exceptions();
			throw scenarios(context).boxed()
				.flatMap((scenario) -> exceptions.reason(scenario).stream())
				.findFirst()
				.<Throwable>map((reason) -> new DiffersException(reason, ex))
				.orElse(ex);
		}
	}

	@Override
	public void testSuccessful(ExtensionContext context) {
		note(context, Outcome.PASSED, "");
	}

	@Override
	public void testFailed(ExtensionContext context, Throwable cause) {
		note(context, Outcome.FAILED, context.getDisplayName());
	}

	@Override
	public void testAborted(ExtensionContext context, Throwable cause) {
		note(context, (cause instanceof DiffersException) ? Outcome.DIFFERS : Outcome.NOT_APPLICABLE,
				String.valueOf(cause.getMessage()));
	}

	@Override
	public void testDisabled(ExtensionContext context, Optional<String> reason) {
		note(context, Outcome.NOT_APPLICABLE, reason.orElse(""));
	}

	private static void note(ExtensionContext context, Outcome outcome, String note) {
		ConformanceTable table = ConformanceRun.of(context).table();
		scenarios(context).forEach((scenario) -> table.add(scenario, outcome, note));
	}

	private static IntStream scenarios(ExtensionContext context) {
		return AnnotationSupport.findAnnotation(context.getElement(), Scenario.class)
			.map(Scenario::value)
			.stream()
			.flatMapToInt(Arrays::stream);
	}

	/**
	 * The target does what the list of exceptions says.
	 */
	private static final class DiffersException extends TestAbortedException {

		private static final long serialVersionUID = 1L;

		private DiffersException(String reason, Throwable cause) {
			super(reason, cause);
		}

	}

}
