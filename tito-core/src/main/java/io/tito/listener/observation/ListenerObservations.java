package io.tito.listener.observation;

import java.util.List;
import java.util.concurrent.Callable;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.tito.listener.EventOutcome;
import io.tito.listener.ReceivedEvent;
import org.jspecify.annotations.Nullable;

/**
 * Observes calls of listeners as {@code tito.listener}. A listener of single events goes
 * on with the trace of the publisher, at each attempt; one of batches begins a trace of
 * its own. Thread-safe.
 */
public final class ListenerObservations {

	private final ObservationRegistry registry;

	private final ListenerObservationConvention convention;

	public ListenerObservations(ObservationRegistry registry) {
		this(registry, ListenerObservationConvention.DEFAULT);
	}

	public ListenerObservations(ObservationRegistry registry, ListenerObservationConvention convention) {
		this.registry = registry;
		this.convention = convention;
	}

	/**
	 * Observe a call.
	 * @param listener the id of the listener
	 * @param event the event
	 * @param call the call
	 * @return what the call returned
	 * @throws Exception what the call threw
	 */
	public List<EventOutcome> observe(String listener, ReceivedEvent event, Callable<List<EventOutcome>> call)
			throws Exception {
		return this.registry.isNoop() ? call.call()
				: observe(new ListenerContext(listener, event.metadata(), 1, true), call);
	}

	/**
	 * Observe a call for several events.
	 * @param listener the id of the listener
	 * @param events the events
	 * @param call the call
	 * @return what the call returned
	 * @throws Exception what the call threw
	 */
	public List<EventOutcome> observe(String listener, List<ReceivedEvent> events, Callable<List<EventOutcome>> call)
			throws Exception {
		return this.registry.isNoop() ? call.call()
				: observe(new ListenerContext(listener, events.get(0).metadata(), events.size(), false), call);
	}

	private List<EventOutcome> observe(ListenerContext context, Callable<List<EventOutcome>> call) throws Exception {
		Observation observation = Observation.createNotStarted(this.convention, () -> context, this.registry);
		Observation.CheckedCallable<List<EventOutcome>, Exception> observed = () -> {
			List<EventOutcome> outcomes = call.call();
			Throwable failure = failure(outcomes);
			if (failure != null) {
				observation.error(failure);
			}
			return outcomes;
		};
		return observation.observeChecked(observed);
	}

	private static @Nullable Throwable failure(List<EventOutcome> outcomes) {
		for (EventOutcome outcome : outcomes) {
			if (outcome instanceof EventOutcome.Failed failed) {
				return failed.cause();
			}
		}
		return null;
	}

}
