package io.tito.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The meters of one name by the value of their tag, made when first needed: later
 * look-ups make no garbage. Thread-safe.
 *
 * @param <M> the kind of meter
 */
final class Meters<M> {

	private final Map<String, M> meters = new ConcurrentHashMap<>();

	private final Function<String, M> factory;

	Meters(Function<String, M> factory) {
		this.factory = factory;
	}

	M of(String value) {
		@Nullable M known = this.meters.get(value);
		return (known != null) ? known : this.meters.computeIfAbsent(value, this.factory);
	}

}
