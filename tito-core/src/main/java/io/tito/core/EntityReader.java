package io.tito.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.tito.client.Scan;
import io.tito.client.Snapshot;
import io.tito.index.IndexHit;
import io.tito.key.Key;
import io.tito.query.EntityQuery;
import io.tito.query.Positions;
import io.tito.query.QueryPlan;

import org.springframework.dao.DataRetrievalFailureException;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Window;

/**
 * Reads rows at one snapshot. Thread-safe.
 */
final class EntityReader {

	<T> List<T> findAll(Snapshot snapshot, Table<T> table) {
		return snapshot.scan(Scan.prefix(table.keys().rows()))
			.stream()
			.map((entry) -> table.read(entry.key(), entry.value()).entity())
			.toList();
	}

	<T> List<T> findAllById(Snapshot snapshot, Table<T> table, List<?> ids) {
		List<Key> keys = ids.stream().map((id) -> table.keys().row(table.encodedId(id))).toList();
		Map<Key, byte[]> rows = snapshot.getAll(keys);
		return keys.stream()
			.filter(rows::containsKey)
			.map((key) -> table.read(key, Objects.requireNonNull(rows.get(key))).entity())
			.toList();
	}

	long count(Snapshot snapshot, Table<?> table) {
		return snapshot.scan(Scan.prefix(table.keys().rows()).withoutValues()).size();
	}

	long count(Snapshot snapshot, Table<?> table, EntityQuery<?> query, int limit) {
		QueryPlan plan = plan(table, query);
		return plan.range(table.keys(), query)
			.read(snapshot, Positions.bounds(plan, ScrollPosition.keyset(), query.descending(), limit))
			.size();
	}

	<T> Window<T> find(Snapshot snapshot, Table<T> table, EntityQuery<T> query, ScrollPosition position, Limit limit) {
		QueryPlan plan = plan(table, query);
		int most = limit.isLimited() ? limit.max() : Integer.MAX_VALUE;
		int wanted = (most == Integer.MAX_VALUE) ? most : most + 1;
		List<IndexHit> hits = new ArrayList<>(plan.range(table.keys(), query)
			.read(snapshot, Positions.bounds(plan, position, query.descending(), wanted)));
		boolean more = hits.size() > most;
		if (more) {
			hits.remove(hits.size() - 1);
		}
		if (Positions.backward(position)) {
			Collections.reverse(hits);
		}
		return Window.from(rows(snapshot, table, hits), (i) -> Positions.of(plan, hits.get(i)), more);
	}

	private static <T> List<T> rows(Snapshot snapshot, Table<T> table, List<IndexHit> hits) {
		List<Key> keys = hits.stream().map((hit) -> table.keys().row(hit.id())).toList();
		Map<Key, byte[]> rows = keys.isEmpty() ? Map.of() : snapshot.getAll(keys);
		List<T> found = new ArrayList<>(keys.size());
		for (Key key : keys) {
			byte[] bytes = rows.get(key);
			if (bytes == null) {
				throw new DataRetrievalFailureException(
						"An index of '%s' names the row %s, which does not exist: the index is damaged"
							.formatted(table.name(), key));
			}
			found.add(table.read(key, bytes).entity());
		}
		return found;
	}

	private static QueryPlan plan(Table<?> table, EntityQuery<?> query) {
		return QueryPlan.of(table.entity(), query.equal().keySet(), query.order());
	}

}
