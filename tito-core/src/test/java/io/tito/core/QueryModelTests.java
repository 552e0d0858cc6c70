package io.tito.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoIndex;
import io.tito.index.IndexBuilder.Step;
import io.tito.index.IndexCheck;
import io.tito.index.IndexMembers;
import io.tito.query.Filter;
import io.tito.testing.TestCluster;
import io.tito.testing.TestStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.data.annotation.Id;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Sort.Direction;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random rows, updates and deletes under definitions that change from run to run: along
 * every index, in both directions and with any page size, a query finds what a filter
 * over all rows finds, while rows come and go.
 */
class QueryModelTests {

	private static final int RUNS = Integer.getInteger("tito.test.runs", 5);

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private final long seed = Long.getLong("tito.test.seed", System.nanoTime());

	private final Random random = new Random(this.seed);

	private final Map<String, Thing> model = new TreeMap<>();

	private int added;

	@Test
	void agreesWithABruteForceFilterWhateverTheDefinitions() {
		List<Class<?>> versions = List.of(First.class, Second.class, Third.class);
		for (int run = 0; run < RUNS; run++) {
			Class<?> version = versions.get(this.random.nextInt(versions.size()));
			TitoTemplate template = deployed(version);
			for (int i = 0; i < 60; i++) {
				change(template, version);
			}
			IndexCheck check = template.indexes().check(version);
			assertThat(check).as("seed %d, run %d", this.seed, run).matches(IndexCheck::isClean);
			for (int i = 0; i < 25; i++) {
				compare(template, version);
			}
			scroll(template, version);
		}
	}

	private TitoTemplate deployed(Class<?> version) {
		TestStore.of(cluster).template().indexes().builder(version, IndexMembers.ALONE).run();
		cluster.pass(TestStore.LEASE.multipliedBy(2));
		TitoTemplate template = TestStore.of(cluster).template();
		assertThat(template.indexes().builder(version, IndexMembers.ALONE).run()).isEqualTo(Step.DONE);
		return template;
	}

	private void change(TitoTemplate template, Class<?> version) {
		String id = "t" + this.random.nextInt(60);
		if (this.random.nextInt(5) == 0) {
			assertThat(template.deleteById(version, id)).isEqualTo(this.model.remove(id) != null);
			return;
		}
		List<String> tags = new ArrayList<>();
		for (int i = this.random.nextInt(4); i > 0; i--) {
			tags.add("g" + this.random.nextInt(4));
		}
		Thing thing = new Thing(id, this.random.nextInt(4), this.random.nextInt(5) - 2,
				this.random.nextBoolean() ? null : "n" + this.random.nextInt(3), tags);
		template.save(thing.as(version));
		this.model.put(id, thing);
	}

	private void compare(TitoTemplate template, Class<?> version) {
		int group = this.random.nextInt(4);
		int low = this.random.nextInt(5) - 2;
		int high = low + this.random.nextInt(3);
		Comparator<Thing> byRank = Comparator.comparingInt(Thing::rank);
		Comparator<Thing> byId = Comparator.comparing(Thing::id);
		Query<?> all = new Query<>(template, version);
		check(all.where(Filter.eq("group", group)).orderBy("rank", version), (one) -> one.group() == group,
				rankOrder(version).thenComparing(byId));
		check(all.where(Filter.eq("group", group).and(Filter.between("rank", low, high))).orderBy("rank", version),
				(one) -> one.group() == group && one.rank() >= low && one.rank() <= high,
				rankOrder(version).thenComparing(byId));
		check(all.where(Filter.in("group", group, (group + 1) % 4)).orderBy("rank", version),
				(one) -> one.group() == group || one.group() == (group + 1) % 4,
				rankOrder(version).thenComparing(byId));
		if (version != First.class) {
			String tag = "g" + this.random.nextInt(4);
			check(all.where(Filter.eq("tags", tag)), (one) -> one.tags().contains(tag), byId);
			check(all.where(Filter.in("tags", tag, "g0")),
					(one) -> one.tags().contains(tag) || one.tags().contains("g0"), byId);
			Comparator<Thing> smallest = Comparator.comparing((one) -> new TreeSet<>(one.tags()).ceiling(tag));
			Comparator<Thing> greatest = Comparator.comparing((one) -> new TreeSet<>(one.tags()).last());
			check(all.where(Filter.gte("tags", tag)),
					(one) -> one.tags().stream().anyMatch((it) -> it.compareTo(tag) >= 0), smallest.thenComparing(byId),
					greatest.thenComparing(byId).reversed());
		}
		if (version == Third.class) {
			check(all.index("positive"), (one) -> one.rank() > 0, byRank.thenComparing(byId));
			check(all.where(Filter.isNull("note")), (one) -> one.note() == null, byId);
			String note = "n" + this.random.nextInt(3);
			check(all.where(Filter.eq("note", note)), (one) -> Objects.equals(one.note(), note), byId);
		}
		check(all.where(Filter.not(Filter.eq("group", group)).or(Filter.gt("rank", low))).scan(),
				(one) -> one.group() != group || one.rank() > low, byId);
	}

	/**
	 * In one version the index has the rank in descending order, so ids turn with it.
	 */
	private static Comparator<Thing> rankOrder(Class<?> version) {
		Comparator<Thing> byRank = Comparator.comparingInt(Thing::rank);
		return (version == Second.class) ? byRank.reversed() : byRank;
	}

	private void check(Query<?> query, Predicate<Thing> filter, Comparator<Thing> order) {
		check(query, filter, order, order.reversed());
	}

	private void check(Query<?> query, Predicate<Thing> filter, Comparator<Thing> order, Comparator<Thing> reversed) {
		List<String> expected = expected(filter, order);
		String what = "seed %d, %s".formatted(this.seed, query.plan());
		assertThat(query.ids()).as(what).containsExactlyElementsOf(expected);
		assertThat(query.count()).as(what).isEqualTo(expected.size());
		assertThat(query.paged(1 + this.random.nextInt(7))).as(what).containsExactlyElementsOf(expected);
		assertThat(query.reverse().paged(1 + this.random.nextInt(7))).as(what)
			.containsExactlyElementsOf(expected(filter, reversed));
	}

	private List<String> expected(Predicate<Thing> filter, Comparator<Thing> order) {
		return this.model.values().stream().filter(filter).sorted(order).map(Thing::id).toList();
	}

	/**
	 * Pages while rows come and go: those that stay are seen once, in order.
	 */
	private void scroll(TitoTemplate template, Class<?> version) {
		Set<String> stay = new TreeSet<>(this.model.keySet());
		List<String> seen = new ArrayList<>();
		Query<?> query = new Query<>(template, version).where(Filter.in("group", 0, 1, 2, 3)).orderBy("rank", version);
		List<String> order = query.ids();
		String cursor = null;
		do {
			Query.Page page = query.page(cursor, 1 + this.random.nextInt(4));
			seen.addAll(page.ids());
			cursor = page.cursor();
			if (this.random.nextBoolean()) {
				Thing thing = new Thing("x" + this.added++, this.random.nextInt(4), this.random.nextInt(5) - 2, null,
						List.of());
				template.save(thing.as(version));
				this.model.put(thing.id(), thing);
			}
			else {
				String id = new ArrayList<>(this.model.keySet()).get(this.random.nextInt(this.model.size()));
				template.deleteById(version, id);
				this.model.remove(id);
				stay.remove(id);
			}
		}
		while (cursor != null && !this.model.isEmpty());
		assertThat(seen).as("seed %d", this.seed).doesNotHaveDuplicates();
		assertThat(seen).as("seed %d", this.seed)
			.filteredOn(stay::contains)
			.containsExactlyElementsOf(order.stream().filter(stay::contains).toList());
	}

	/**
	 * A query of whichever version.
	 */
	private record Query<T extends Stored>(EntityQuery<T, T> query) {

		@SuppressWarnings("unchecked")
		Query(TitoTemplate template, Class<?> version) {
			this(template.query((Class<T>) version));
		}

		Query<T> where(Filter filter) {
			return new Query<>(this.query.where(filter));
		}

		Query<T> index(String name) {
			return new Query<>(this.query.index(name));
		}

		Query<T> scan() {
			return new Query<>(this.query.allowScan(1000));
		}

		Query<T> reverse() {
			return new Query<>(this.query.reverse());
		}

		Query<T> orderBy(String field, Class<?> version) {
			Direction direction = (version == Second.class) ? Direction.DESC : Direction.ASC;
			return new Query<>(this.query.orderBy(Sort.by(direction, field)));
		}

		String plan() {
			return this.query.explain().explain();
		}

		long count() {
			return this.query.count();
		}

		List<String> ids() {
			return this.query.list().stream().map(Stored::id).toList();
		}

		Page page(String cursor, int size) {
			QueryResult<T> page = this.query.limit(size).after(cursor).execute();
			return new Page(page.rows().stream().map(Stored::id).toList(), page.cursor());
		}

		List<String> paged(int size) {
			return Stream
				.iterate(page(null, size), Objects::nonNull,
						(page) -> (page.cursor() != null) ? page(page.cursor(), size) : null)
				.flatMap((page) -> page.ids().stream())
				.toList();
		}

		record Page(List<String> ids, String cursor) {
		}

	}

	interface Stored {

		String id();

	}

	record Thing(String id, int group, int rank, String note, List<String> tags) {

		Object as(Class<?> version) {
			if (version == First.class) {
				return new First(this.id, this.group, this.rank, this.note, this.tags);
			}
			return (version == Second.class) ? new Second(this.id, this.group, this.rank, this.note, this.tags)
					: new Third(this.id, this.group, this.rank, this.note, this.tags);
		}

	}

	@TitoEntity("thing")
	@TitoIndex(name = "by_group", fields = { "group", "rank" })
	record First(@Id String id, int group, int rank, String note, List<String> tags) implements Stored {
	}

	@TitoEntity("thing")
	@TitoIndex(name = "by_group", fields = { "group", "rank" }, order = { Direction.ASC, Direction.DESC })
	@TitoIndex(name = "by_tag", fields = "tags")
	record Second(@Id String id, int group, int rank, String note, List<String> tags) implements Stored {
	}

	@TitoEntity("thing")
	@TitoIndex(name = "by_group", fields = { "group", "rank" })
	@TitoIndex(name = "by_tag", fields = "tags")
	@TitoIndex(name = "by_note", fields = "note", nulls = TitoIndex.Nulls.INDEXED)
	@TitoIndex(name = "positive", fields = "rank", condition = "rank > 0")
	record Third(@Id String id, int group, int rank, String note, List<String> tags) implements Stored {
	}

}
