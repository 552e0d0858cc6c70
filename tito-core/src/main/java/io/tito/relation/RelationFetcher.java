package io.tito.relation;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.tito.client.Snapshot;
import io.tito.mapping.FieldPath;
import io.tito.mapping.TitoMappingContext;
import io.tito.mapping.TitoPersistentEntity;
import io.tito.mapping.TitoPersistentProperty;
import org.jspecify.annotations.Nullable;

import org.springframework.data.mapping.PersistentPropertyAccessor;

/**
 * Fills relations: one batch read for each relation, however many rows there are.
 * Thread-safe.
 */
public final class RelationFetcher {

	private final TitoMappingContext mapping;

	private final RowSource source;

	public RelationFetcher(TitoMappingContext mapping, RowSource source) {
		this.mapping = mapping;
		this.source = source;
	}

	/**
	 * Fill relations of rows.
	 * @param <T> the class of the rows
	 * @param snapshot where to read
	 * @param entity the entity of the rows
	 * @param rows the rows
	 * @param paths the relations
	 * @return the rows with their relations, in the same order
	 */
	public <T> Fetched<T> fetch(Snapshot snapshot, TitoPersistentEntity<?> entity, List<T> rows,
			Collection<String> paths) {
		if (paths.isEmpty() || rows.isEmpty()) {
			return new Fetched<>(rows, 0);
		}
		Run run = new Run(snapshot);
		return new Fetched<>(run.fill(entity, rows, paths), run.missing);
	}

	/**
	 * Check paths before there are rows.
	 * @param entity the entity
	 * @param paths the relations
	 * @throws UnknownRelationException if one does not lead to a relation
	 */
	public void check(TitoPersistentEntity<?> entity, Collection<String> paths) {
		heads(paths).forEach((head, tails) -> {
			TitoPersistentProperty property = step(entity, head, tails);
			if (!tails.isEmpty()) {
				check(next(property), tails);
			}
		});
	}

	private TitoPersistentProperty step(TitoPersistentEntity<?> entity, String head, Collection<String> tails) {
		TitoPersistentProperty property = entity.getPersistentProperty(head);
		boolean nested = property != null && !tails.isEmpty()
				&& this.mapping.getPersistentEntity(property.getActualType()) != null;
		if (property == null || !(property.isRelation() || nested)) {
			throw new UnknownRelationException(entity, head);
		}
		return property;
	}

	private TitoPersistentEntity<?> next(TitoPersistentProperty property) {
		return this.mapping.getRequiredPersistentEntity(property.getActualType());
	}

	private static Map<String, List<String>> heads(Collection<String> paths) {
		Map<String, List<String>> heads = new LinkedHashMap<>();
		for (String path : paths) {
			int dot = path.indexOf('.');
			List<String> tails = heads.computeIfAbsent((dot < 0) ? path : path.substring(0, dot),
					(head) -> new ArrayList<>());
			if (dot >= 0) {
				tails.add(path.substring(dot + 1));
			}
		}
		return heads;
	}

	/**
	 * One call.
	 */
	private final class Run {

		private final Snapshot snapshot;

		private int missing;

		Run(Snapshot snapshot) {
			this.snapshot = snapshot;
		}

		<B> List<B> fill(TitoPersistentEntity<?> entity, List<B> beans, Collection<String> paths) {
			List<B> filled = beans;
			for (Map.Entry<String, List<String>> head : heads(paths).entrySet()) {
				TitoPersistentProperty property = step(entity, head.getKey(), head.getValue());
				filled = property.isRelation() ? related(entity, property, filled, head.getValue())
						: nested(entity, property, filled, head.getValue());
			}
			return filled;
		}

		private <B> List<B> related(TitoPersistentEntity<?> entity, TitoPersistentProperty property, List<B> beans,
				List<String> tails) {
			FieldPath from = entity.field(property.relation().from());
			List<List<Object>> ids = beans.stream().map((bean) -> ids(from, bean)).toList();
			Set<Object> wanted = new LinkedHashSet<>();
			ids.forEach(wanted::addAll);
			Map<Object, Object> targets = targets(next(property), wanted, tails);
			List<B> filled = new ArrayList<>(beans.size());
			for (int i = 0; i < beans.size(); i++) {
				List<Object> found = new ArrayList<>();
				for (Object id : ids.get(i)) {
					Object target = targets.get(id);
					if (target != null) {
						found.add(target);
					}
				}
				this.missing += ids.get(i).size() - found.size();
				filled.add(with(entity, beans.get(i), property, shaped(property, found)));
			}
			return filled;
		}

		private Map<Object, Object> targets(TitoPersistentEntity<?> target, Set<Object> ids, List<String> tails) {
			Map<Object, Object> found = ids.isEmpty() ? Map.of()
					: RelationFetcher.this.source.find(this.snapshot, target, ids);
			if (tails.isEmpty() || found.isEmpty()) {
				return found;
			}
			List<Object> keys = new ArrayList<>(found.keySet());
			List<Object> filled = fill(target, new ArrayList<>(found.values()), tails);
			Map<Object, Object> related = new LinkedHashMap<>();
			for (int i = 0; i < keys.size(); i++) {
				related.put(keys.get(i), filled.get(i));
			}
			return related;
		}

		/**
		 * The objects inside all rows are filled together, then put back.
		 */
		private <B> List<B> nested(TitoPersistentEntity<?> entity, TitoPersistentProperty property, List<B> beans,
				List<String> tails) {
			List<Object> all = new ArrayList<>();
			List<Integer> counts = new ArrayList<>();
			for (B bean : beans) {
				Object value = entity.getPropertyAccessor(bean).getProperty(property);
				Collection<?> inside = property.isCollectionLike() ? FieldPath.elements(value)
						: (value != null) ? List.of(value) : List.of();
				all.addAll(inside);
				counts.add(inside.size());
			}
			List<Object> filled = fill(next(property), all, tails);
			List<B> result = new ArrayList<>(beans.size());
			int at = 0;
			for (int i = 0; i < beans.size(); i++) {
				List<Object> own = filled.subList(at, at + counts.get(i));
				at += counts.get(i);
				result.add(own.isEmpty() ? beans.get(i) : with(entity, beans.get(i), property, shaped(property, own)));
			}
			return result;
		}

	}

	/**
	 * The ids that a row points to.
	 * @param entity the entity of the row
	 * @param relation the relation
	 * @param row the row
	 * @return the ids
	 */
	public static List<Object> ids(TitoPersistentEntity<?> entity, TitoPersistentProperty relation, Object row) {
		return ids(entity.field(relation.relation().from()), row);
	}

	private static List<Object> ids(FieldPath from, Object bean) {
		List<Object> ids = new ArrayList<>();
		from.forEachValue(bean, (id) -> {
			if (id != null) {
				ids.add(id);
			}
		});
		return ids;
	}

	private static @Nullable Object shaped(TitoPersistentProperty property, List<Object> found) {
		if (!property.isCollectionLike()) {
			return found.isEmpty() ? null : found.get(0);
		}
		if (property.getType().isArray()) {
			Object[] array = (Object[]) Array.newInstance(property.getActualType(), found.size());
			return found.toArray(array);
		}
		return Set.class.isAssignableFrom(property.getType()) ? new LinkedHashSet<>(found) : new ArrayList<>(found);
	}

	private static <B> B with(TitoPersistentEntity<?> entity, B bean, TitoPersistentProperty property,
			@Nullable Object value) {
		PersistentPropertyAccessor<B> accessor = entity.getPropertyAccessor(bean);
		accessor.setProperty(property, value);
		return accessor.getBean();
	}

}
