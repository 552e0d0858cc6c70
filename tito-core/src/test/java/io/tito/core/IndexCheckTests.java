package io.tito.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

import io.tito.client.Entry;
import io.tito.client.Transaction;
import io.tito.index.IndexCheck;
import io.tito.index.IndexCheck.Finding;
import io.tito.index.IndexCheck.Kind;
import io.tito.key.Key;
import io.tito.testing.TestCluster;
import io.tito.testing.TestStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

class IndexCheckTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private final long seed = Long.getLong("tito.test.seed", System.nanoTime());

	private final Random random = new Random(this.seed);

	private TitoTemplate template;

	@BeforeEach
	void setUp() {
		this.template = TestStore.of(cluster).template();
	}

	@Test
	void countsRowsAndEntriesThatAreComplete() {
		fill(1200);
		IndexCheck check = this.template.indexes().check(Person.class);
		assertThat(check).isEqualTo(new IndexCheck("person", 1200, 3600, 0, 0, 0, 0, List.of()));
		assertThat(check.isClean()).isTrue();
	}

	@Test
	void findsAMissingEntryAndRepairsIt() {
		fill(3);
		Entry entry = entries().get(0);
		write((transaction) -> transaction.delete(entry.key()));
		IndexCheck check = this.template.indexes().check(Person.class);
		assertThat(check.missing()).isEqualTo(1);
		assertThat(check.findings()).singleElement().satisfies((finding) -> {
			assertThat(finding.kind()).isEqualTo(Kind.MISSING);
			assertThat(finding.index()).isEqualTo("by_team");
			assertThat(finding.key()).isEqualTo(entry.key());
		});
		assertThat(this.template.indexes().repair(Person.class).repaired()).isEqualTo(1);
		assertThat(this.template.indexes().check(Person.class)).matches(IndexCheck::isClean);
	}

	@Test
	void findsAStaleEntryAndRepairsIt() {
		fill(3);
		Key stale = entries().get(0).key().append("x");
		write((transaction) -> transaction.put(stale, new byte[] { 1 }));
		assertThat(this.template.indexes().check(Person.class).findings()).extracting(Finding::kind)
			.containsExactly(Kind.STALE);
		assertThat(this.template.indexes().repair(Person.class).repaired()).isEqualTo(1);
		assertThat(this.template.indexes().check(Person.class)).matches(IndexCheck::isClean);
	}

	@Test
	void findsAUniqueEntryThatNamesAnotherRowAndRepairsIt() {
		fill(3);
		List<Entry> unique = cluster.rows("unique:");
		write((transaction) -> transaction.put(unique.get(0).key(), unique.get(1).value()));
		IndexCheck check = this.template.indexes().check(Person.class);
		assertThat(check.findings()).as("one row lacks it, the other does not want it")
			.extracting(Finding::kind)
			.containsExactly(Kind.MISSING, Kind.STALE);
		assertThat(check.findings()).extracting(Finding::index).containsOnly("by_email");
		this.template.indexes().repair(Person.class);
		assertThat(cluster.rows("unique:").get(0).value()).isEqualTo(unique.get(0).value());
		assertThat(this.template.indexes().check(Person.class)).matches(IndexCheck::isClean);
	}

	@Test
	void reportsADamagedRowByItsKeyAndLeavesItAlone() {
		fill(3);
		Entry row = cluster.rows("data:").get(1);
		write((transaction) -> transaction.put(row.key(), new byte[] { 99, 1, 2 }));
		IndexCheck check = this.template.indexes().repair(Person.class);
		assertThat(check.damaged()).isEqualTo(1);
		assertThat(check.stale()).as("its entries may be right").isZero();
		assertThat(check.findings()).containsExactly(new Finding(Kind.DAMAGED_ROW, "", row.key(), row.key()));
		assertThat(cluster.rows("data:").get(1).value()).containsExactly(99, 1, 2);
	}

	@Test
	void findsEachEntryThatIsDamagedAndRepairsIt() {
		for (int round = 0; round < 10; round++) {
			this.template = TestStore.of(cluster).template();
			fill(40);
			List<Entry> before = cluster.rows("");
			int damaged = damage();
			IndexCheck check = this.template.indexes().check(Person.class);
			assertThat(check.missing() + check.stale()).as("seed %d", this.seed).isEqualTo(damaged);
			IndexCheck repaired = this.template.indexes().repair(Person.class);
			assertThat(repaired.repaired()).as("seed %d", this.seed).isEqualTo(damaged);
			assertThat(this.template.indexes().check(Person.class)).as("seed %d", this.seed)
				.matches(IndexCheck::isClean);
			assertThat(cluster.rows("")).as("seed %d", this.seed)
				.extracting(Entry::key)
				.containsExactlyElementsOf(before.stream().map(Entry::key).toList());
			this.template.deleteAll(Person.class);
		}
	}

	/**
	 * Removes some entries and adds some that no row wants.
	 */
	private int damage() {
		List<Entry> entries = new ArrayList<>(entries());
		Collections.shuffle(entries, this.random);
		int removed = 1 + this.random.nextInt(10);
		int added = 1 + this.random.nextInt(10);
		write((transaction) -> {
			entries.subList(0, removed).forEach((entry) -> transaction.delete(entry.key()));
			for (int i = 0; i < added; i++) {
				Entry known = entries.get(removed + i);
				boolean unique = known.key().text().contains(":unique:") || known.value().length > 1;
				Key key = unique ? known.key().append(new byte[] { 0x11 }) : known.key().append(new byte[] { 0x10 });
				transaction.put(key, known.value());
			}
		});
		return removed + added;
	}

	private void write(Consumer<Transaction> work) {
		Transaction transaction = cluster.client().begin();
		work.accept(transaction);
		transaction.commit();
	}

	private List<Entry> entries() {
		List<Entry> entries = new ArrayList<>(cluster.rows("index:"));
		entries.addAll(cluster.rows("unique:"));
		return entries;
	}

	private void fill(int count) {
		List<Person> persons = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			persons.add(new Person("p%05d".formatted(i), "team" + i % 3, i, i + "@x", null));
		}
		this.template.saveAll(persons);
	}

}
