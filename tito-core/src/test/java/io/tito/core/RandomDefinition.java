package io.tito.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.tito.query.Filter;

/**
 * A definition of an index that was made by chance, as an annotation in Java and as a
 * model of what the index holds.
 *
 * @param name its name
 * @param fields its fields
 * @param descending which of them are descending
 * @param nullsIndexed whether it has null
 * @param conditional whether it has rows of a positive rank only
 * @param unique whether it is unique; the id is among its fields then
 */
record RandomDefinition(String name, List<String> fields, List<Boolean> descending, boolean nullsIndexed,
		boolean conditional, boolean unique) {

	private static final List<String> FIELDS = List.of("group", "rank", "note", "tags", "place.city");

	static RandomDefinition of(Random random, String name) {
		List<String> fields = new ArrayList<>(FIELDS);
		Collections.shuffle(fields, random);
		fields = new ArrayList<>(fields.subList(0, 1 + random.nextInt(3)));
		boolean unique = random.nextInt(4) == 0;
		if (unique) {
			fields.add(random.nextInt(fields.size() + 1), "id");
		}
		return new RandomDefinition(name, fields, fields.stream().map((field) -> random.nextInt(3) == 0).toList(),
				random.nextBoolean(), random.nextInt(4) == 0, unique);
	}

	String annotation() {
		return "@TitoIndex(name = \"%s\", fields = {%s}, order = {%s}%s%s%s)".formatted(this.name,
				this.fields.stream().map((field) -> '"' + field + '"').collect(Collectors.joining(", ")),
				this.descending.stream().map((down) -> down ? "DESC" : "ASC").collect(Collectors.joining(", ")),
				this.nullsIndexed ? ", nulls = TitoIndex.Nulls.INDEXED" : "",
				this.conditional ? ", condition = \"rank > 0\"" : "", this.unique ? ", unique = true" : "");
	}

	/**
	 * The entries of a row: the values of the fields, then the id.
	 */
	List<Tuple> entries(Thing thing) {
		if (this.conditional && thing.rank() <= 0) {
			return List.of();
		}
		List<List<Comparable<?>>> all = List.of(List.of());
		for (String field : this.fields) {
			List<Comparable<?>> values = values(thing, field);
			all = all.stream().flatMap((begun) -> values.stream().map((value) -> append(begun, value))).toList();
		}
		return all.stream().map((values) -> new Tuple(values, thing.id())).distinct().toList();
	}

	private List<Comparable<?>> values(Thing thing, String field) {
		List<Comparable<?>> values = new ArrayList<>(switch (field) {
			case "group" -> List.of(thing.group());
			case "rank" -> List.of(thing.rank());
			case "note" -> (thing.note() != null) ? List.of(thing.note()) : List.of();
			case "tags" -> List.copyOf(thing.tags());
			case "place.city" -> (thing.city() != null) ? List.of(thing.city()) : List.of();
			default -> List.of(thing.id());
		});
		if (values.isEmpty() && this.nullsIndexed) {
			values.add(null);
		}
		return values;
	}

	private static List<Comparable<?>> append(List<Comparable<?>> begun, Comparable<?> value) {
		List<Comparable<?>> longer = new ArrayList<>(begun);
		longer.add(value);
		return longer;
	}

	/**
	 * The order of the entries.
	 */
	Comparator<Tuple> order() {
		Comparator<Tuple> order = (one, other) -> 0;
		for (int i = 0; i < this.fields.size(); i++) {
			int field = i;
			Comparator<Tuple> next = (one, other) -> compare(one.values().get(field), other.values().get(field));
			order = order.thenComparing(this.descending.get(i) ? next.reversed() : next);
		}
		return order.thenComparing(Tuple::id);
	}

	@SuppressWarnings("unchecked")
	private static int compare(Comparable<?> one, Comparable<?> other) {
		if (one == null || other == null) {
			return Boolean.compare(one != null, other != null);
		}
		return ((Comparable<Object>) one).compareTo(other);
	}

	/**
	 * The ids that an entry-wise filter leaves, each once, where it is met first.
	 */
	List<String> expected(Stream<Thing> things, Predicate<Tuple> filter, boolean reverse) {
		Comparator<Tuple> order = reverse ? order().reversed() : order();
		return things.flatMap((thing) -> entries(thing).stream())
			.filter(filter)
			.sorted(order)
			.map(Tuple::id)
			.distinct()
			.toList();
	}

	/**
	 * Conditions on the first fields, and what they leave of the entries: equality with
	 * what an entry has, and a bound of the field behind.
	 */
	Conditions conditions(Random random, Tuple example) {
		Conditions conditions = new Conditions(null, (tuple) -> true);
		int equal = random.nextInt(this.fields.size() + 1);
		for (int i = 0; i < equal; i++) {
			conditions = conditions.equal(this.fields.get(i), i, example.values().get(i));
		}
		if (equal < this.fields.size() && example.values().get(equal) != null && random.nextBoolean()) {
			conditions = conditions.bound(this.fields.get(equal), equal, example.values().get(equal),
					random.nextInt(4));
		}
		return conditions;
	}

	/**
	 * An entry.
	 */
	record Tuple(List<Comparable<?>> values, String id) {
	}

	/**
	 * A filter of the query, and the same for entries of the model.
	 */
	record Conditions(Filter filter, Predicate<Tuple> entries) {

		Conditions equal(String field, int index, Comparable<?> value) {
			return and((value != null) ? Filter.eq(field, value) : Filter.isNull(field),
					(tuple) -> compare(tuple.values().get(index), value) == 0);
		}

		Conditions bound(String field, int index, Comparable<?> value, int operator) {
			Filter bound = switch (operator) {
				case 0 -> Filter.lt(field, value);
				case 1 -> Filter.lte(field, value);
				case 2 -> Filter.gt(field, value);
				default -> Filter.gte(field, value);
			};
			return and(bound, (tuple) -> {
				Comparable<?> has = tuple.values().get(index);
				int compared = (has != null) ? compare(has, value) : 0;
				boolean within = switch (operator) {
					case 0 -> compared < 0;
					case 1 -> compared <= 0;
					case 2 -> compared > 0;
					default -> compared >= 0;
				};
				return has != null && within;
			});
		}

		private Conditions and(Filter more, Predicate<Tuple> entry) {
			return new Conditions((this.filter != null) ? this.filter.and(more) : more, this.entries.and(entry));
		}

	}

	/**
	 * A row of the model.
	 */
	record Thing(String id, int group, int rank, String note, List<String> tags, String city) {

		static Thing of(Random random, String id) {
			List<String> tags = new ArrayList<>();
			for (int i = random.nextInt(4); i > 0; i--) {
				tags.add("g" + random.nextInt(4));
			}
			return new Thing(id, random.nextInt(3), random.nextInt(5) - 2,
					random.nextBoolean() ? null : "n" + random.nextInt(3), tags,
					random.nextInt(3) == 0 ? null : "c" + random.nextInt(3));
		}

	}

}
