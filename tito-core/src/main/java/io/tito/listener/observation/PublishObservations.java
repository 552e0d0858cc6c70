package io.tito.listener.observation;

import java.util.HashMap;
import java.util.Map;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import io.tito.log.write.EventHeaderSource;

/**
 * Observes publishing as {@code tito.publish}, and puts the trace of the publisher into
 * the headers of events, from which each attempt to handle them goes on with it.
 * Thread-safe.
 */
public final class PublishObservations implements EventHeaderSource {

	private final ObservationRegistry registry;

	public PublishObservations(ObservationRegistry registry) {
		this.registry = registry;
	}

	@Override
	public Map<String, String> headers(String type, Map<String, String> headers) {
		if (this.registry.isNoop()) {
			return headers;
		}
		Map<String, String> carrier = new HashMap<>(headers);
		SenderContext<Map<String, String>> context = new SenderContext<>((map, name, value) -> {
			if (map != null) {
				map.put(name, value);
			}
		}, Kind.PRODUCER);
		context.setCarrier(carrier);
		context.setRemoteServiceName("tito");
		// the handlers of observations fill the carrier when it starts
		Observation.createNotStarted("tito.publish", () -> context, this.registry)
			.contextualName(type + " publish")
			.lowCardinalityKeyValues(KeyValues.of("tito.type", type))
			.start()
			.stop();
		return carrier;
	}

}
