package io.tito.core;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import io.tito.core.RandomDefinition.Conditions;
import io.tito.core.RandomDefinition.Thing;
import io.tito.core.RandomDefinition.Tuple;
import io.tito.index.IndexBuilder.Step;
import io.tito.index.IndexCheck;
import io.tito.index.IndexMembers;
import io.tito.testing.TestCluster;
import io.tito.testing.TestStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Versions of an application follow each other whose indexes are made by chance. Several
 * writers change rows at once while every index is read page by page; afterwards each
 * index has just the entries that a model says, and its queries find what a filter over
 * all rows finds, in both directions and with any page size.
 */
class RandomDefinitionsTests {

	private static final int RUNS = Integer.getInteger("tito.test.runs", 4);

	private static final int WRITERS = 3;

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	@TempDir
	private Path directory;

	private final long seed = Long.getLong("tito.test.seed", System.nanoTime());

	private final Random random = new Random(this.seed);

	private final Map<String, Thing> model = new TreeMap<>();

	private TitoTemplate template;

	private String what = "";

	@Test
	void everyIndexAgreesWithItsDefinitionWhateverTheDefinitionsBefore() throws Exception {
		int run = 0;
		for (GeneratedVersion version : GeneratedVersion.make(this.directory, this.random, RUNS)) {
			this.what = "seed %d, run %d, %s".formatted(this.seed, run++, version);
			this.template = deployed(version.type());
			if (run == 1) {
				stay(version);
			}
			writeAndRead(version);
			IndexCheck check = this.template.indexes().check(version.type());
			assertThat(check).as(this.what).matches(IndexCheck::isClean);
			long entries = version.indexes()
				.stream()
				.mapToLong((index) -> this.model.values().stream().mapToLong((row) -> index.entries(row).size()).sum())
				.sum();
			assertThat(check.entries()).as(this.what).isEqualTo(entries);
			assertThat(check.rows()).as(this.what).isEqualTo(this.model.size());
			version.indexes().forEach((index) -> compare(version, index));
		}
	}

	/**
	 * Deployed while no older version runs any more.
	 */
	private TitoTemplate deployed(Class<?> type) {
		TestStore.of(cluster).template().indexes().builder(type, IndexMembers.ALONE).run();
		cluster.pass(TestStore.LEASE.multipliedBy(2));
		TitoTemplate deployed = TestStore.of(cluster).template();
		assertThat(deployed.indexes().builder(type, IndexMembers.ALONE).run()).as(this.what).isEqualTo(Step.DONE);
		return deployed;
	}

	/**
	 * Rows that nobody changes.
	 */
	private void stay(GeneratedVersion version) {
		for (int i = 0; i < 25; i++) {
			Thing thing = Thing.of(this.random, "s%02d".formatted(i));
			this.template.save(version.row(thing));
			this.model.put(thing.id(), thing);
		}
	}

	private void writeAndRead(GeneratedVersion version) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
		try {
			List<Future<Map<String, Thing>>> writers = new ArrayList<>();
			for (int i = 0; i < WRITERS; i++) {
				String own = "w" + i;
				long seedOfWriter = this.random.nextLong();
				writers.add(threads.submit((Callable<Map<String, Thing>>) () -> write(version, own, seedOfWriter)));
			}
			boolean writing;
			do {
				writing = writers.stream().anyMatch((writer) -> !writer.isDone());
				version.indexes().forEach((index) -> scroll(version, index));
			}
			while (writing);
			for (Future<Map<String, Thing>> writer : writers) {
				writer.get().forEach((id, thing) -> this.model.compute(id, (key, before) -> thing));
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	/**
	 * Changes rows of a writer's own.
	 * @return what became of each row that it touched, null if it is gone
	 */
	private Map<String, Thing> write(GeneratedVersion version, String own, long seedOfWriter) {
		Random chance = new Random(seedOfWriter);
		Map<String, Thing> written = new HashMap<>();
		for (int i = 0; i < 40; i++) {
			String id = own + chance.nextInt(15);
			if (chance.nextInt(4) == 0) {
				this.template.deleteById(version.type(), id);
				written.put(id, null);
			}
			else {
				Thing thing = Thing.of(chance, id);
				this.template.save(version.row(thing));
				written.put(id, thing);
			}
		}
		return written;
	}

	/**
	 * Pages while rows come and go: those that nobody changes are seen once, in order.
	 */
	private void scroll(GeneratedVersion version, RandomDefinition index) {
		boolean reverse = this.random.nextBoolean();
		List<String> seen = paged(query(version, index, null, reverse), version, 1 + this.random.nextInt(9));
		List<String> expected = index.expected(staying(), (entry) -> true, reverse);
		Set<String> once = new LinkedHashSet<>(seen);
		once.retainAll(expected);
		assertThat(once).as(this.what + " " + index).containsExactlyElementsOf(expected);
	}

	private Stream<Thing> staying() {
		return this.model.values().stream().filter((thing) -> thing.id().startsWith("s"));
	}

	private void compare(GeneratedVersion version, RandomDefinition index) {
		List<Tuple> entries = this.model.values().stream().flatMap((row) -> index.entries(row).stream()).toList();
		compare(version, index, new Conditions(null, (entry) -> true));
		for (int i = 0; i < 8 && !entries.isEmpty(); i++) {
			compare(version, index, index.conditions(this.random, entries.get(this.random.nextInt(entries.size()))));
		}
	}

	private void compare(GeneratedVersion version, RandomDefinition index, Conditions conditions) {
		for (boolean reverse : new boolean[] { false, true }) {
			EntityQuery<?, ?> query = query(version, index, conditions, reverse);
			String where = "%s: %s".formatted(this.what, query.explain().explain());
			List<String> expected = index.expected(this.model.values().stream(), conditions.entries(), reverse);
			assertThat(query.list()).as(where).extracting(version::id).containsExactlyElementsOf(expected);
			assertThat(query.count()).as(where).isEqualTo(expected.size());
			assertThat(query.exists()).as(where).isEqualTo(!expected.isEmpty());
			assertThat(paged(query, version, 1 + this.random.nextInt(9))).as(where).containsExactlyElementsOf(expected);
		}
	}

	private EntityQuery<?, ?> query(GeneratedVersion version, RandomDefinition index, Conditions conditions,
			boolean reverse) {
		EntityQuery<?, ?> query = this.template.query(version.type()).index(index.name());
		if (conditions != null && conditions.filter() != null) {
			query = query.where(conditions.filter());
		}
		return reverse ? query.reverse() : query;
	}

	private static List<String> paged(EntityQuery<?, ?> query, GeneratedVersion version, int size) {
		List<String> ids = new ArrayList<>();
		String cursor = null;
		do {
			QueryResult<?> page = query.limit(size).after(cursor).execute();
			page.rows().forEach((row) -> ids.add(version.id(row)));
			cursor = page.cursor();
		}
		while (cursor != null);
		return ids;
	}

}
