package io.tito.listener.observation;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names and key values of observed calls of listeners. A bean of this type replaces the
 * default.
 */
public interface ListenerObservationConvention extends ObservationConvention<ListenerContext> {

	/**
	 * {@code tito.listener} with {@code tito.listener.id}, {@code tito.type} and
	 * {@code tito.group}; the id and the attempt of the event only go to traces.
	 */
	ListenerObservationConvention DEFAULT = new ListenerObservationConvention() {
	};

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof ListenerContext;
	}

	@Override
	default String getName() {
		return "tito.listener";
	}

	@Override
	default String getContextualName(ListenerContext context) {
		return context.event().type() + " process";
	}

	@Override
	default KeyValues getLowCardinalityKeyValues(ListenerContext context) {
		return KeyValues.of("tito.listener.id", context.listener(), "tito.type", context.event().type(), "tito.group",
				context.event().group());
	}

	@Override
	default KeyValues getHighCardinalityKeyValues(ListenerContext context) {
		return KeyValues.of("tito.event.id", context.event().eventId().toString(), "tito.attempt",
				String.valueOf(context.event().attempt()), "tito.batch.size", String.valueOf(context.size()));
	}

}
