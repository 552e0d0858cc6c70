package io.tito.query;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A part of a named index by the values of its keys, in their order.
 *
 * @param values the values that keys begin with
 * @param bounds comparisons of the value behind them
 */
public record KeyRange(List<Object> values, List<Bound> bounds) {

	/** The whole index. */
	public static final KeyRange ALL = new KeyRange(List.of(), List.of());

	public KeyRange {
		values = List.copyOf(values);
		bounds = List.copyOf(bounds);
	}

	/**
	 * A bound of a value.
	 *
	 * @param operator how to compare
	 * @param value what to compare with
	 */
	public record Bound(Operator operator, Object value) {
	}

	boolean isAll() {
		return this.values.isEmpty() && this.bounds.isEmpty();
	}

	KeyRange value(Object value) {
		List<Object> more = new ArrayList<>(this.values);
		more.add(value);
		return new KeyRange(more, this.bounds);
	}

	KeyRange bound(Operator operator, @Nullable Object value) {
		List<Bound> more = new ArrayList<>(this.bounds);
		if (value != null) {
			more.add(new Bound(operator, value));
		}
		return new KeyRange(this.values, more);
	}

}
