package io.tito.query;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.tito.key.Key;
import io.tito.query.Filter.Comparison;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.InvalidDataAccessApiUsageException;

/**
 * The ranges of keys that a plan reads for the values of one call: one for each
 * combination of values that are alternatives of each other.
 */
final class Ranges {

	private static final int MAX = 1000;

	private final Match match;

	private final Values values;

	Ranges(Match match, Values values) {
		this.match = match;
		this.values = values;
	}

	List<KeyInterval> of(Key prefix) {
		Set<Key> prefixes = new LinkedHashSet<>(List.of(prefix));
		for (int i = 0; i < this.match.equal().size(); i++) {
			prefixes = extended(prefixes, this.match.path().components().get(i), this.match.equal().get(i));
		}
		List<KeyInterval> ranges = new ArrayList<>(prefixes.size());
		for (Key fixed : prefixes) {
			KeyInterval range = range(fixed);
			if (range != null) {
				ranges.add(range);
			}
		}
		return ranges;
	}

	private Set<Key> extended(Set<Key> prefixes, Component component, Comparison comparison) {
		List<@Nullable Object> alternatives = this.values.of(comparison);
		Set<Key> extended = new LinkedHashSet<>();
		for (Key prefix : prefixes) {
			for (Object value : alternatives) {
				extended.add(prefix.append(component.encode(value)));
			}
		}
		if (extended.size() > MAX) {
			throw new InvalidDataAccessApiUsageException(
					"The values of '%s' make %d ranges of an index, at most %d are read at once: ask for fewer values"
						.formatted(comparison.field(), extended.size(), MAX));
		}
		return extended;
	}

	private @Nullable KeyInterval range(Key fixed) {
		if (this.match.range().isEmpty()) {
			boolean whole = this.match.remaining().isEmpty() && this.match.path().index() == null;
			return new KeyInterval(fixed, whole ? fixed.next() : fixed.prefixEnd(), fixed.length());
		}
		Component component = this.match.path().components().get(this.match.equal().size());
		Key nothing = fixed.append(component.encodeAny(null));
		Key from = component.isDescending() ? fixed : nothing.prefixEnd();
		Key to = component.isDescending() ? nothing : fixed.prefixEnd();
		for (Comparison bound : this.match.range()) {
			Object value = this.values.of(bound).get(0);
			KeyInterval interval = interval(fixed, component, bound, value);
			from = (interval.from().compareTo(from) > 0) ? interval.from() : from;
			to = (interval.to().compareTo(to) < 0) ? interval.to() : to;
		}
		return (from.compareTo(to) < 0) ? new KeyInterval(from, to, fixed.length()) : null;
	}

	private static KeyInterval interval(Key fixed, Component component, Comparison bound, @Nullable Object value) {
		if (value == null) {
			throw new InvalidDataAccessApiUsageException(
					"The property '%s' cannot be bounded by null: pass a value".formatted(bound.field()));
		}
		Key end = fixed.prefixEnd();
		if (bound.operator() == Operator.STARTING_WITH) {
			Key beginning = fixed.append(component.encodeBeginning(value));
			return new KeyInterval(beginning, beginning.prefixEnd(), fixed.length());
		}
		Key at = fixed.append(component.encode(value));
		boolean smaller = bound.operator() == Operator.LT || bound.operator() == Operator.LTE;
		boolean included = bound.operator() == Operator.LTE || bound.operator() == Operator.GTE;
		boolean before = smaller != component.isDescending();
		if (before) {
			return new KeyInterval(fixed, included ? at.prefixEnd() : at, fixed.length());
		}
		return new KeyInterval(included ? at : at.prefixEnd(), end, fixed.length());
	}

}
