package io.tito.core;

import java.util.List;
import java.util.Map;
import java.util.Spliterators;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.tito.client.Snapshot;
import io.tito.key.Key;
import io.tito.mapping.TitoPersistentEntity;
import io.tito.query.BoundQuery;
import io.tito.query.Cursors;
import io.tito.query.Positions;
import io.tito.query.QueryPlan;
import io.tito.query.QueryShape;
import io.tito.query.QuerySpec;
import io.tito.query.UnsupportedQueryException;
import io.tito.relation.Fetched;
import io.tito.relation.RelationFetcher;
import org.jspecify.annotations.Nullable;

import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Window;
import org.springframework.util.ConcurrentLruCache;

/**
 * Runs queries for the template. Thread-safe.
 */
final class QueryExecutor {

	private static final int PLANS = 256;

	private final Tables tables;

	private final Reads reads;

	private final Cursors cursors;

	private final RelationFetcher relations;

	private final Projections projections;

	private final QueryReader reader = new QueryReader();

	/** By the shapes of queries. */
	private final ConcurrentLruCache<QuerySpec<?>, QueryPlan> plans = new ConcurrentLruCache<>(PLANS,
			(spec) -> QueryPlan.of(table(spec).entity(), spec));

	private final ConcurrentLruCache<QuerySpec<?>, QueryPlan> unordered = new ConcurrentLruCache<>(PLANS,
			(spec) -> QueryPlan.unordered(table(spec).entity(), spec));

	QueryExecutor(Tables tables, Reads reads, Cursors cursors, RelationFetcher relations, Projections projections) {
		this.tables = tables;
		this.reads = reads;
		this.cursors = cursors;
		this.relations = relations;
		this.projections = projections;
	}

	<T> EntityQuery<T, T> query(QuerySpec<T> spec) {
		return new EntityQuery<>(this, spec, Map.of(), Limit.unlimited(), null, Function.identity());
	}

	Projections projections() {
		return this.projections;
	}

	/**
	 * The plan for people, who want to see the values of the query.
	 */
	QueryPlan plan(QuerySpec<?> spec) {
		QueryShape<?> shape = QueryShape.of(spec, Map.of());
		return shape.values().isEmpty() ? this.plans.get(spec) : QueryPlan.of(table(spec).entity(), spec);
	}

	private BoundQuery bound(QuerySpec<?> spec, Map<String, Object> parameters) {
		return bound(this.plans, spec, parameters, QueryPlan::of);
	}

	private BoundQuery unordered(QuerySpec<?> spec, Map<String, Object> parameters) {
		return bound(this.unordered, spec, parameters, QueryPlan::unordered);
	}

	/**
	 * A refusal shows the values of the query.
	 */
	private BoundQuery bound(ConcurrentLruCache<QuerySpec<?>, QueryPlan> known, QuerySpec<?> spec,
			Map<String, Object> parameters, BiFunction<TitoPersistentEntity<?>, QuerySpec<?>, QueryPlan> planner) {
		Table<?> table = table(spec);
		QueryShape<?> shape = QueryShape.of(spec, parameters);
		try {
			return known.get(shape.spec()).bind(table.keys(), shape.values());
		}
		catch (UnsupportedQueryException ex) {
			return planner.apply(table.entity(), spec).bind(table.keys(), parameters);
		}
	}

	<T> QueryResult<T> execute(QuerySpec<T> spec, Map<String, Object> parameters, @Nullable String cursor,
			Limit limit) {
		Table<T> table = table(spec);
		BoundQuery query = bound(spec, parameters);
		Key place = (cursor != null && !cursor.isEmpty()) ? this.cursors.decode(cursor, query.fingerprint()) : null;
		Part part = new Part(place, false, 0, most(limit));
		return this.reads.read((snapshot) -> {
			Found<T> found = read(snapshot, table, query, part);
			Fetched<T> fetched = this.relations.fetch(snapshot, table.entity(), found.entities(), spec.fetch());
			String next = found.more() ? this.cursors.encode(found.lastPlace(), query.fingerprint()) : null;
			return new QueryResult<>(fetched.rows(), next, fetched.missing());
		});
	}

	<T> Window<T> window(QuerySpec<T> spec, Map<String, Object> parameters, ScrollPosition position, Limit limit) {
		Table<T> table = table(spec);
		BoundQuery query = bound(spec, parameters);
		Part part = new Part(Positions.place(query, position), Positions.backward(position), 0, most(limit));
		return this.reads.read((snapshot) -> {
			Found<T> found = read(snapshot, table, query, part);
			List<T> rows = this.relations.fetch(snapshot, table.entity(), found.entities(), spec.fetch()).rows();
			return Window.from(rows, (i) -> Positions.of(query, found.results().get(i).place()), found.more());
		});
	}

	<T> Found<T> find(QuerySpec<T> spec, Map<String, Object> parameters, Pageable pageable) {
		Table<T> table = table(spec);
		BoundQuery query = bound(spec, parameters);
		Part part = part(query, pageable);
		return this.reads.read((snapshot) -> fetched(snapshot, table, spec, read(snapshot, table, query, part)));
	}

	/**
	 * Read a page and count, at one snapshot.
	 * @param ordered the query in the order of the page
	 */
	<T> Page<T> page(QuerySpec<T> spec, QuerySpec<T> ordered, Map<String, Object> parameters, Pageable pageable) {
		Table<T> table = table(spec);
		BoundQuery query = bound(ordered, parameters);
		BoundQuery counted = unordered(spec, parameters);
		Part part = part(query, pageable);
		return this.reads.read((snapshot) -> {
			Found<T> found = fetched(snapshot, table, spec, read(snapshot, table, query, part));
			int size = found.results().size();
			boolean last = !found.more() && (size > 0 || part.offset() == 0);
			long total = last ? part.offset() + size : count(snapshot, table, counted, Integer.MAX_VALUE);
			return new PageImpl<>(found.entities(), pageable, total);
		});
	}

	<T> Stream<T> stream(QuerySpec<T> spec, Map<String, Object> parameters, Limit limit) {
		Table<T> table = table(spec);
		BoundQuery query = bound(spec, parameters);
		Function<Part, Found<T>> pages = this.reads
			.repeatable((snapshot, part) -> fetched(snapshot, table, spec, read(snapshot, table, query, part)));
		PagedIterator<T> rows = new PagedIterator<>(pages, most(limit));
		return StreamSupport.stream(Spliterators.spliteratorUnknownSize(rows, 0), false);
	}

	long count(QuerySpec<?> spec, Map<String, Object> parameters, Limit limit) {
		Table<?> table = table(spec);
		BoundQuery query = unordered(spec, parameters);
		return this.reads.read((snapshot) -> count(snapshot, table, query, most(limit)));
	}

	<T> List<T> delete(QuerySpec<T> spec, Map<String, Object> parameters, Limit limit) {
		Table<T> table = table(spec);
		BoundQuery query = limit.isLimited() ? bound(spec, parameters) : unordered(spec, parameters);
		Part part = new Part(null, false, 0, most(limit));
		return this.reads.delete(table, (snapshot) -> read(snapshot, table, query, part).entities());
	}

	private static Part part(BoundQuery query, Pageable pageable) {
		if (pageable.isUnpaged()) {
			return Part.ALL;
		}
		query.checkOffset(pageable.getOffset());
		return new Part(null, false, pageable.getOffset(), pageable.getPageSize());
	}

	private long count(Snapshot snapshot, Table<?> table, BoundQuery query, int most) {
		table.checkReadable(query.plan(), snapshot);
		return this.reader.count(snapshot, table, query, most);
	}

	private <T> Found<T> read(Snapshot snapshot, Table<T> table, BoundQuery query, Part part) {
		table.checkReadable(query.plan(), snapshot);
		return this.reader.read(snapshot, table, query, part);
	}

	private <T> Found<T> fetched(Snapshot snapshot, Table<T> table, QuerySpec<T> spec, Found<T> found) {
		if (spec.fetch().isEmpty()) {
			return found;
		}
		return found.with(this.relations.fetch(snapshot, table.entity(), found.entities(), spec.fetch()).rows());
	}

	private <T> Table<T> table(QuerySpec<T> spec) {
		return this.tables.of(spec.type());
	}

	private static int most(Limit limit) {
		return limit.isLimited() ? limit.max() : Integer.MAX_VALUE;
	}

}
