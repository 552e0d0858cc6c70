package io.tito.mapping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.core.Nullness;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.util.ClassUtils;
import org.springframework.util.ObjectUtils;

/**
 * A path from a row to a value: through nested objects, the elements of collections and
 * the entries of maps.
 *
 * @param path the path as it was written, such as {@code address.city}
 * @param steps the steps from the row
 * @param type the type of the value
 * @param nulls whether null occurs on the way
 */
public record FieldPath(String path, List<Step> steps, Class<?> type, Nullness nulls) {

	private static final Set<Class<?>> INTEGERS = Set.of(Long.class, Integer.class, Short.class, Byte.class);

	private static final Set<Class<?>> FLOATS = Set.of(Double.class, Float.class);

	public FieldPath {
		steps = List.copyOf(steps);
	}

	/**
	 * The collections and maps that the path goes through, each by its own path.
	 * @return the paths, outer ones first
	 */
	public List<String> collections() {
		return this.steps.stream()
			.map(Step::collection)
			.filter(Objects::nonNull)
			.map((path) -> Objects.requireNonNull(path))
			.toList();
	}

	public boolean isMultiValued() {
		return this.steps.stream().anyMatch((step) -> step.collection() != null);
	}

	/**
	 * The type that values have in keys.
	 * @return the type itself, or what its registered converter makes of it
	 */
	public Class<?> keyType() {
		TitoPersistentProperty converted = converted();
		return (converted != null) ? converted.keyType() : this.type;
	}

	/**
	 * A value as it is written into keys.
	 * @param value a value of this path
	 * @return the value itself, or what its registered converter makes of it
	 */
	public @Nullable Object toKey(@Nullable Object value) {
		TitoPersistentProperty converted = converted();
		return (value != null && converted != null) ? converted.toKeyValue(value) : value;
	}

	private @Nullable TitoPersistentProperty converted() {
		if (this.steps.get(this.steps.size() - 1) instanceof Step.Into into
				&& into.property().keyType() != ClassUtils.resolvePrimitiveIfNecessary(this.type)) {
			return into.property();
		}
		return null;
	}

	/**
	 * The value in a row.
	 * @param row the row
	 * @param elements the element to take of each collection on the way
	 * @return the value
	 */
	public @Nullable Object value(Object row, Map<String, Object> elements) {
		return walk(row, elements, this.steps);
	}

	/**
	 * A collection or map on the way.
	 * @param row the row
	 * @param collection one of {@link #collections()}
	 * @param elements the elements that were chosen of the collections before it
	 * @return the collection, map or array
	 */
	public @Nullable Object collection(Object row, String collection, Map<String, Object> elements) {
		int end = 0;
		while (!collection.equals(this.steps.get(end).collection())) {
			end++;
		}
		return walk(row, elements, this.steps.subList(0, end));
	}

	/**
	 * Visit every value of a row: one for each element of the collections on the way.
	 * @param row the row
	 * @param visitor told of each value, null among them
	 */
	public void forEachValue(Object row, Consumer<@Nullable Object> visitor) {
		visit(row, 0, visitor);
	}

	private void visit(@Nullable Object from, int step, Consumer<@Nullable Object> visitor) {
		Object current = from;
		for (int i = step; i < this.steps.size() && current != null; i++) {
			String collection = this.steps.get(i).collection();
			if (collection != null) {
				for (Object element : elements(current)) {
					visit(element, i + 1, visitor);
				}
				return;
			}
			current = this.steps.get(i).take(current, Map.of());
		}
		visitor.accept(current);
	}

	/**
	 * The elements of a collection, an array or a map.
	 * @param collection what {@link #collection} gave
	 * @return the elements
	 */
	public static Collection<?> elements(@Nullable Object collection) {
		if (collection == null) {
			return List.of();
		}
		if (collection instanceof Map<?, ?> map) {
			return map.entrySet();
		}
		if (collection instanceof Collection<?> several) {
			return several;
		}
		if (collection instanceof Iterable<?> several) {
			List<Object> copied = new ArrayList<>();
			several.forEach(copied::add);
			return copied;
		}
		return Arrays.asList(ObjectUtils.toObjectArray(collection));
	}

	/**
	 * Check a value that is to be compared with this path's: one of another kind is
	 * encoded in another way and would be equal to nothing.
	 * @param value the value
	 * @throws InvalidDataAccessApiUsageException if no value of the path can equal it
	 */
	public void checkComparable(Object value) {
		Class<?> expected = ClassUtils.resolvePrimitiveIfNecessary(this.type);
		boolean numbers = (INTEGERS.contains(expected) && INTEGERS.contains(value.getClass()))
				|| (FLOATS.contains(expected) && FLOATS.contains(value.getClass()));
		if (!numbers && !expected.isInstance(value)) {
			throw new InvalidDataAccessApiUsageException(
					"The property '%s' is of type %s and never equals a value of type %s: pass one of its own type"
						.formatted(this.path, expected.getName(), value.getClass().getName()));
		}
	}

	private static @Nullable Object walk(Object row, Map<String, Object> elements, List<Step> steps) {
		Object current = row;
		for (Step step : steps) {
			current = step.take(current, elements);
			if (current == null) {
				return null;
			}
		}
		return current;
	}

	/**
	 * One step of a path.
	 */
	public sealed interface Step {

		/**
		 * Go on from a value.
		 * @param from the value
		 * @param elements the elements that were chosen of the collections on the way
		 * @return the next value
		 */
		@Nullable Object take(Object from, Map<String, Object> elements);

		/**
		 * The collection whose elements this step chooses from.
		 * @return its path, or null for other steps
		 */
		default @Nullable String collection() {
			return null;
		}

		/**
		 * Into a property.
		 *
		 * @param property the property
		 */
		record Into(TitoPersistentProperty property) implements Step {

			@Override
			public @Nullable Object take(Object from, Map<String, Object> elements) {
				return this.property.valueOf(from);
			}

		}

		/**
		 * To an element of a collection, or to an entry of a map.
		 *
		 * @param collection the path of the collection
		 */
		record Element(String collection) implements Step {

			@Override
			public @Nullable Object take(Object from, Map<String, Object> elements) {
				return elements.get(this.collection);
			}

		}

		/**
		 * To the key or the value of a map's entry.
		 *
		 * @param key whether to the key
		 */
		record Side(boolean key) implements Step {

			@Override
			public @Nullable Object take(Object from, Map<String, Object> elements) {
				Map.Entry<?, ?> entry = (Map.Entry<?, ?>) from;
				return this.key ? entry.getKey() : entry.getValue();
			}

		}

	}

}
