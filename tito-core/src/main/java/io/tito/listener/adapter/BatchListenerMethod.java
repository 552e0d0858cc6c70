package io.tito.listener.adapter;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.tito.listener.BatchEventHandler;
import io.tito.listener.BatchListenerFailedException;
import io.tito.listener.EventOutcome;
import io.tito.listener.ReceivedEvent;
import org.jspecify.annotations.Nullable;

/**
 * A handler that calls a method with lists. An event that cannot be made what the method
 * takes fails by itself, and takes those behind it in its lane along; the others are
 * handed over.
 */
final class BatchListenerMethod implements BatchEventHandler {

	/** What becomes of an event that nobody tried, since one before it failed. */
	private static final EventOutcome AT_ONCE = EventOutcome.rescheduleAt(Instant.EPOCH);

	private final Object bean;

	private final Method method;

	private final List<BatchParameter> parameters;

	BatchListenerMethod(Object bean, Method method, List<BatchParameter> parameters) {
		this.bean = bean;
		this.method = method;
		this.parameters = parameters;
	}

	@Override
	public List<EventOutcome> handle(List<ReceivedEvent> events) throws Exception {
		List<EventOutcome> outcomes = new ArrayList<>(Collections.nCopies(events.size(), EventOutcome.done()));
		List<Integer> readable = new ArrayList<>(events.size());
		List<List<Object>> arguments = new ArrayList<>();
		this.parameters.forEach((parameter) -> arguments.add(new ArrayList<>(events.size())));
		Set<String> failed = new HashSet<>();
		for (int i = 0; i < events.size(); i++) {
			ReceivedEvent event = events.get(i);
			EventOutcome unreadable = failed.contains(event.lane()) ? AT_ONCE : read(event, arguments);
			if (unreadable == null) {
				readable.add(i);
			}
			else {
				failed.add(event.lane());
				outcomes.set(i, unreadable);
			}
		}
		if (!readable.isEmpty()) {
			place(outcomes(arguments, readable.size()), readable, outcomes);
		}
		return outcomes;
	}

	private @Nullable EventOutcome read(ReceivedEvent event, List<List<Object>> arguments) {
		List<Object> elements = new ArrayList<>();
		try {
			for (BatchParameter parameter : this.parameters) {
				elements.add(parameter.element(event));
			}
		}
		catch (Exception ex) {
			return EventOutcome.failed(ex);
		}
		for (int i = 0; i < elements.size(); i++) {
			arguments.get(i).add(elements.get(i));
		}
		return null;
	}

	/**
	 * What the method returns, or what it says by its exception of each event.
	 */
	private @Nullable Object outcomes(List<List<Object>> arguments, int size) throws Exception {
		try {
			return invoke(arguments);
		}
		catch (BatchListenerFailedException ex) {
			if (ex.index() < 0 || ex.index() >= size) {
				throw ex;
			}
			List<EventOutcome> outcomes = new ArrayList<>(Collections.nCopies(size, AT_ONCE));
			Collections.fill(outcomes.subList(0, ex.index()), EventOutcome.done());
			Throwable cause = ex.getCause();
			outcomes.set(ex.index(), EventOutcome.failed((cause != null) ? cause : ex));
			return outcomes;
		}
	}

	private @Nullable Object invoke(List<List<Object>> arguments) throws Exception {
		try {
			return this.method.invoke(this.bean, arguments.toArray());
		}
		catch (InvocationTargetException ex) {
			if (ex.getTargetException() instanceof Exception thrown) {
				throw thrown;
			}
			throw ex;
		}
	}

	private void place(@Nullable Object result, List<Integer> indexes, List<EventOutcome> outcomes) {
		if (!(result instanceof List<?> list) || list.isEmpty() || !(list.get(0) instanceof EventOutcome)) {
			return;
		}
		if (list.size() != indexes.size()) {
			throw new IllegalStateException("%s returned %d outcomes for %d events: return one for each, in their order"
				.formatted(this.method, list.size(), indexes.size()));
		}
		for (int i = 0; i < list.size(); i++) {
			if (list.get(i) instanceof EventOutcome outcome) {
				outcomes.set(indexes.get(i), outcome);
			}
		}
	}

}
