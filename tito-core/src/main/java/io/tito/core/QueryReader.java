package io.tito.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.tito.client.Snapshot;
import io.tito.core.Found.Result;
import io.tito.key.Key;
import io.tito.query.BoundQuery;
import io.tito.query.Hit;
import io.tito.query.HitReader;

import org.springframework.dao.DataRetrievalFailureException;

/**
 * Reads the rows of a query at one snapshot: hits in order, then their rows in one batch.
 * Thread-safe.
 */
final class QueryReader {

	private static final int SMALLEST_BATCH = 50;

	private static final int LARGEST_BATCH = 500;

	private static final int COUNTED_BATCH = 5000;

	<T> Found<T> read(Snapshot snapshot, Table<T> table, BoundQuery query, Part part) {
		if (query.isSorted()) {
			return sorted(snapshot, table, query, part);
		}
		return query.examinesRows() ? examined(snapshot, table, query, part) : direct(snapshot, table, query, part);
	}

	/**
	 * Count results.
	 * @param most when to stop counting
	 */
	long count(Snapshot snapshot, Table<?> table, BoundQuery query, int most) {
		if (query.filters()) {
			return read(snapshot, table, query, new Part(null, false, 0, most)).results().size();
		}
		HitReader reader = query.open(snapshot, null, false, false);
		Set<Key> ids = new HashSet<>();
		long hits = 0;
		while (true) {
			int batch = (int) Math.min(COUNTED_BATCH, query.isDeduplicated() ? COUNTED_BATCH : most - hits);
			List<Hit> read = reader.next(batch);
			hits += read.size();
			if (query.isDeduplicated()) {
				read.forEach((hit) -> ids.add(hit.id()));
			}
			long count = query.isDeduplicated() ? ids.size() : hits;
			if (read.size() < batch || count >= most) {
				return Math.min(count, most);
			}
		}
	}

	/**
	 * Every hit is a result.
	 */
	private static <T> Found<T> direct(Snapshot snapshot, Table<T> table, BoundQuery query, Part part) {
		HitReader reader = query.open(snapshot, part.place(), part.backward(), true);
		reader.skip(part.offset());
		List<Hit> hits = reader.next(part.oneMore());
		boolean more = hits.size() > part.limit();
		return Found.of(results(snapshot, table, query, more ? hits.subList(0, part.limit()) : hits), part, more);
	}

	/**
	 * Some hits are results, which their rows tell.
	 */
	private static <T> Found<T> examined(Snapshot snapshot, Table<T> table, BoundQuery query, Part part) {
		Examination<T> examination = new Examination<>(snapshot, table, query, part);
		List<Result<T>> results = examination.take(part.offset(), part.oneMore());
		boolean more = results.size() > part.limit();
		return Found.of(more ? results.subList(0, part.limit()) : results, part, more);
	}

	private static <T> Found<T> sorted(Snapshot snapshot, Table<T> table, BoundQuery query, Part part) {
		Examination<T> examination = new Examination<>(snapshot, table, query, Part.ALL);
		List<Result<T>> results = new ArrayList<>();
		for (Result<T> result : examination.take(0, Integer.MAX_VALUE)) {
			Result<T> placed = new Result<>(query.place(result.row().entity()), result.row());
			if (isBehind(placed, part)) {
				results.add(placed);
			}
		}
		Comparator<Result<T>> order = Comparator.comparing(Result::place);
		results.sort(part.backward() ? order.reversed() : order);
		int from = (int) Math.min(part.offset(), results.size());
		int to = (int) Math.min((long) from + part.limit(), results.size());
		return Found.of(results.subList(from, to), part, to < results.size());
	}

	private static <T> boolean isBehind(Result<T> result, Part part) {
		if (part.place() == null) {
			return true;
		}
		int order = result.place().compareTo(part.place());
		return part.backward() ? order < 0 : order > 0;
	}

	private static <T> List<Result<T>> results(Snapshot snapshot, Table<T> table, BoundQuery query, List<Hit> hits) {
		boolean withoutIndex = query.plan().index() == null;
		List<Key> keys = hits.stream().map((hit) -> table.keys().row(hit.id())).toList();
		Map<Key, byte[]> rows = (withoutIndex || keys.isEmpty()) ? Map.of() : snapshot.getAll(keys);
		List<Result<T>> results = new ArrayList<>(hits.size());
		for (int i = 0; i < hits.size(); i++) {
			byte[] bytes = withoutIndex ? hits.get(i).row() : rows.get(keys.get(i));
			if (bytes == null) {
				throw new DataRetrievalFailureException(
						"An index of '%s' names the row %s, which does not exist: check the entity and repair it"
							.formatted(table.name(), keys.get(i)));
			}
			results.add(new Result<>(hits.get(i).place(), table.read(keys.get(i), bytes)));
		}
		return results;
	}

	/**
	 * Reads rows in batches and keeps those that are results.
	 */
	private static final class Examination<T> {

		private final Snapshot snapshot;

		private final Table<T> table;

		private final BoundQuery query;

		private final HitReader reader;

		private final int batch;

		private int examined;

		Examination(Snapshot snapshot, Table<T> table, BoundQuery query, Part part) {
			this.snapshot = snapshot;
			this.table = table;
			this.query = query;
			this.reader = query.open(snapshot, part.place(), part.backward(), true);
			this.batch = Math.max(SMALLEST_BATCH, Math.min(part.oneMore(), LARGEST_BATCH));
		}

		List<Result<T>> take(long offset, int limit) {
			List<Result<T>> taken = new ArrayList<>();
			long left = offset;
			while (taken.size() < limit) {
				List<Hit> hits = this.reader.next(this.batch);
				for (Result<T> result : accepted(hits)) {
					if (left > 0) {
						left--;
					}
					else if (taken.size() < limit) {
						taken.add(result);
					}
				}
				if (hits.size() < this.batch) {
					break;
				}
			}
			return taken;
		}

		private List<Result<T>> accepted(List<Hit> hits) {
			List<Result<T>> results = results(this.snapshot, this.table, this.query, hits);
			List<Result<T>> accepted = new ArrayList<>();
			for (int i = 0; i < hits.size(); i++) {
				this.query.checkExamined(++this.examined);
				Row<T> row = results.get(i).row();
				if (this.query.isFirst(hits.get(i), row.manifest()) && this.query.accepts(row.entity())) {
					accepted.add(results.get(i));
				}
			}
			return accepted;
		}

	}

}
