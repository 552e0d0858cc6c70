package io.tito.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.tito.client.Entry;
import io.tito.query.QuerySpec;
import io.tito.query.InvalidCursorException;
import io.tito.query.UnsupportedQueryException;
import io.tito.testing.TestCluster;
import io.tito.testing.TestStore;
import io.tito.transaction.DuplicateEntryException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.data.domain.KeysetScrollPosition;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class IndexedRowsTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private static final QuerySpec<Person> PERSONS = QuerySpec.of(Person.class);

	private static final QuerySpec<Person> RED = PERSONS.where("team", "red");

	private TestStore store;

	private TitoTemplate template;

	@BeforeEach
	void setUp() {
		this.store = TestStore.of(cluster);
		this.template = this.store.template();
	}

	@Test
	void followsTheRowWithItsEntries() {
		Person person = this.template.save(Person.of("red", 1, "a@x"));
		assertThat(entries()).containsExactlyInAnyOrder("index:person:by_team", "index:person:by_team_and_rank",
				"unique:person:by_email");
		Person moved = this.template.save(person.inTeam("blue").withEmail("b@x"));
		assertThat(entries()).hasSize(3);
		assertThat(this.template.find(RED)).isEmpty();
		assertThat(this.template.find(PERSONS.where("team", "blue"))).containsExactly(moved);
		assertThat(this.template.find(PERSONS.where("email", "a@x"))).isEmpty();
		assertThat(this.template.find(PERSONS.where("email", "b@x"))).containsExactly(moved);
		this.template.delete(moved);
		assertThat(cluster.rows("")).isEmpty();
	}

	@Test
	void leavesNullOutOfTheIndex() {
		Person person = this.template.save(Person.of("red", 1, null));
		this.template.save(Person.of("red", 2, null));
		assertThat(cluster.rows("unique:")).isEmpty();
		this.template.save(person.withEmail("a@x"));
		assertThat(this.template.find(PERSONS.where("email", "a@x"))).hasSize(1);
	}

	@Test
	void refusesAUniqueValueThatIsTaken() {
		Person first = this.template.save(Person.of("red", 1, "a@x"));
		Person second = this.template.save(Person.of("red", 2, "b@x"));
		assertThatExceptionOfType(DuplicateEntryException.class)
			.isThrownBy(() -> this.template.save(Person.of("blue", 1, "a@x")))
			.withMessage(
					"Another row of 'person' has the value [a@x] in the unique index 'by_email'; nothing was written")
			.satisfies((ex) -> assertThat(ex.index()).isEqualTo("by_email"));
		assertThatExceptionOfType(DuplicateEntryException.class)
			.isThrownBy(() -> this.template.save(second.withEmail("a@x")));
		assertThatExceptionOfType(DuplicateEntryException.class).isThrownBy(() -> this.store.inTransaction(() -> {
			this.template.save(Person.of("blue", 1, "c@x"));
			this.template.save(Person.of("blue", 2, "c@x"));
		}));
		assertThat(this.template.findAll(Person.class)).containsExactlyInAnyOrder(first, second);
	}

	@Test
	void swapsUniqueValuesInOneTransaction() {
		Person first = this.template.save(Person.of("red", 1, "a@x"));
		Person second = this.template.save(Person.of("red", 2, "b@x"));
		this.store.inTransaction(() -> {
			Person freed = this.template.save(first.withEmail(null));
			this.template.save(second.withEmail("a@x"));
			this.template.save(freed.withEmail("b@x"));
		});
		assertThat(this.template.find(PERSONS.where("email", "a@x"))).extracting(Person::id)
			.containsExactly(second.id());
		assertThat(this.template.find(PERSONS.where("email", "b@x"))).extracting(Person::id)
			.containsExactly(first.id());
	}

	@Test
	void doesNotTakeAwayAnothersUniqueValueByInsertAndDelete() {
		Person owner = this.template.save(Person.of("red", 1, "a@x"));
		assertThatExceptionOfType(DuplicateEntryException.class).isThrownBy(() -> this.store.inTransaction(() -> {
			Person thief = this.template.save(Person.of("red", 2, "a@x"));
			this.template.delete(thief);
		}));
		assertThat(this.template.find(PERSONS.where("email", "a@x"))).containsExactly(owner);
	}

	@Test
	void letsOneOfTwoThreadsTakeAUniqueValue() throws Exception {
		int threads = 2;
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			for (int round = 0; round < 20; round++) {
				String email = round + "@x";
				CyclicBarrier together = new CyclicBarrier(threads);
				List<Future<Boolean>> attempts = new ArrayList<>();
				for (int i = 0; i < threads; i++) {
					attempts.add(executor.submit(() -> takes(email, together)));
				}
				List<Boolean> won = new ArrayList<>();
				for (Future<Boolean> attempt : attempts) {
					won.add(attempt.get());
				}
				assertThat(won).as(email).containsExactlyInAnyOrder(true, false);
				assertThat(this.template.find(PERSONS.where("email", email))).hasSize(1);
			}
			assertThat(this.template.count(Person.class)).isEqualTo(20);
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void removesEntriesOfDefinitionsThatAreGone() {
		Person person = this.template.save(Person.of("red", 1, "a@x"));
		TestStore later = TestStore.of(cluster);
		LaterPerson found = later.template().findById(LaterPerson.class, person.id()).orElseThrow();
		later.template().save(found);
		assertThat(entries()).containsExactly("index:person:by_rank");
	}

	@Test
	void ordersByTheFurtherFieldsThenById() {
		this.template.save(new Person("b", "red", 2, null, null));
		this.template.save(new Person("a", "red", 2, null, null));
		this.template.save(new Person("c", "red", -1, null, null));
		this.template.save(new Person("d", "blue", 0, null, null));
		assertThat(this.template.find(RED)).extracting(Person::id).containsExactly("a", "b", "c");
		assertThat(this.template.find(RED.orderBy("rank"))).extracting(Person::id).containsExactly("c", "a", "b");
		assertThat(this.template.find(RED.orderBy("rank").reverse())).extracting(Person::id)
			.containsExactly("b", "a", "c");
		assertThat(this.template.find(RED.where("rank", 2))).extracting(Person::id).containsExactly("a", "b");
		assertThat(this.template.find(PERSONS)).extracting(Person::id).containsExactly("a", "b", "c", "d");
		assertThat(this.template.find(PERSONS.reverse())).extracting(Person::id).containsExactly("d", "c", "b", "a");
		assertThat(this.template.count(RED)).isEqualTo(3);
		assertThat(this.template.exists(RED.where("rank", 2))).isTrue();
		assertThat(this.template.exists(RED.where("rank", 3))).isFalse();
	}

	@Test
	void doesNotMistakeOneValueForTheBeginningOfAnother() {
		this.template.save(Person.of("1", "red"));
		this.template.save(Person.of("2", "red\0"));
		this.template.save(Person.of("3", "redder"));
		assertThat(this.template.find(RED)).extracting(Person::id).containsExactly("1");
	}

	@Test
	void seesTheWritesOfItsOwnTransactionOnly() {
		this.template.save(Person.of("1", "red"));
		Person second = this.template.save(Person.of("2", "red"));
		this.store.inTransaction(() -> {
			this.template.save(second.inTeam("blue"));
			this.template.save(Person.of("0", "red"));
			assertThat(this.template.find(RED)).extracting(Person::id).containsExactly("0", "1");
			assertThat(TestStore.of(cluster).template().findAll(Person.class)).as("the same client's transaction")
				.hasSize(3);
			try (var other = cluster.connect()) {
				assertThat(TestStore.of(other, cluster.namespace()).template().find(RED)).extracting(Person::id)
					.containsExactly("1", "2");
			}
		});
	}

	@Test
	void pagesForwardAndBackward() {
		for (int i = 0; i < 7; i++) {
			this.template.save(Person.of("p" + i, "red"));
		}
		Window<Person> first = this.template.find(RED, ScrollPosition.keyset(), Limit.of(3));
		assertThat(first).extracting(Person::id).containsExactly("p0", "p1", "p2");
		assertThat(first.hasNext()).isTrue();
		Window<Person> second = this.template.find(RED, first.positionAt(2), Limit.of(3));
		assertThat(second).extracting(Person::id).containsExactly("p3", "p4", "p5");
		Window<Person> third = this.template.find(RED, second.positionAt(2), Limit.of(3));
		assertThat(third).extracting(Person::id).containsExactly("p6");
		assertThat(third.hasNext()).isFalse();
		KeysetScrollPosition back = ((KeysetScrollPosition) third.positionAt(0)).backward();
		assertThat(this.template.find(RED, back, Limit.of(2))).extracting(Person::id).containsExactly("p4", "p5");
		assertThat(this.template.find(RED.reverse(), second.positionAt(0), Limit.of(2))).extracting(Person::id)
			.containsExactly("p2", "p1");
	}

	@Test
	void neitherSkipsNorRepeatsWhileRowsComeAndGo() {
		long seed = Long.getLong("tito.test.seed", System.nanoTime());
		Random random = new Random(seed);
		Map<String, Person> stay = new TreeMap<>();
		for (int i = 0; i < 30; i++) {
			Person person = this.template.save(new Person("s%02d".formatted(i), "red", random.nextInt(3), null, null));
			stay.put(person.rank() + person.id(), person);
		}
		List<String> seen = new ArrayList<>();
		QuerySpec<Person> query = RED.orderBy("rank");
		Window<Person> page = this.template.find(query, ScrollPosition.keyset(), Limit.of(4));
		while (true) {
			page.forEach((person) -> seen.add(person.id()));
			Person last = page.getContent().get(page.size() - 1);
			if (!page.hasNext()) {
				break;
			}
			this.template.save(new Person("t%02d-%d".formatted(random.nextInt(40), seen.size()), "red",
					random.nextInt(3), null, null));
			if (last.id().startsWith("t")) {
				this.template.delete(last);
			}
			page = this.template.find(query, page.positionAt(page.size() - 1), Limit.of(4));
		}
		assertThat(seen).as("seed %d", seed).doesNotHaveDuplicates();
		assertThat(seen).as("seed %d", seed)
			.filteredOn((id) -> id.startsWith("s"))
			.containsExactlyElementsOf(stay.values().stream().map(Person::id).toList());
	}

	@Test
	void refusesAPositionOfAnotherQuery() {
		this.template.save(Person.of("1", "red"));
		this.template.save(Person.of("2", "red"));
		ScrollPosition position = this.template.find(RED.orderBy("rank"), ScrollPosition.keyset(), Limit.of(1))
			.positionAt(0);
		assertThatExceptionOfType(InvalidCursorException.class)
			.isThrownBy(() -> this.template.find(RED, position, Limit.of(1)));
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.template.find(RED, ScrollPosition.offset(1), Limit.of(1)))
			.withMessageContaining("ScrollPosition.keyset()");
	}

	@Test
	void showsTheIndexThatAQueryNeeds() {
		assertThatExceptionOfType(UnsupportedQueryException.class)
			.isThrownBy(() -> this.template.find(PERSONS.where("rank", 1)))
			.withMessage(
					"No index of %s answers a query by [rank]. Add @TitoIndex(name = \"by_rank\", fields = \"rank\") to the class, or allow a bounded scan with @TitoAllowScan"
						.formatted(Person.class.getName()));
		assertThatExceptionOfType(UnsupportedQueryException.class)
			.isThrownBy(() -> this.template.find(RED.orderBy("email")))
			.withMessageContaining("fields = { \"team\", \"email\" }");
	}

	@Test
	void refusesAValueOfAnotherType() {
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.template.find(PERSONS.where("team", 1)))
			.withMessageContaining("The property 'team'");
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.find(PERSONS.where("team", null)))
			.withMessageContaining("cannot be compared with null: use isNull");
	}

	@Test
	void deletesWhatAQueryFinds() {
		this.template.save(Person.of("1", "red"));
		this.template.save(Person.of("2", "blue"));
		assertThat(this.template.delete(RED)).extracting(Person::id).containsExactly("1");
		assertThat(this.template.findAll(Person.class)).extracting(Person::id).containsExactly("2");
	}

	private boolean takes(String email, CyclicBarrier together) throws Exception {
		together.await();
		try {
			this.template.save(Person.of("red", 1, email));
			return true;
		}
		catch (DuplicateEntryException | OptimisticLockingFailureException ex) {
			return false;
		}
	}

	private List<String> entries() {
		return cluster.rows("")
			.stream()
			.map(Entry::key)
			.map((key) -> key.text().substring(cluster.namespace().name().length() + 1))
			.filter((key) -> !key.startsWith("data:"))
			.map((key) -> String.join(":", List.of(key.split(":")).subList(0, 3)))
			.toList();
	}

}
