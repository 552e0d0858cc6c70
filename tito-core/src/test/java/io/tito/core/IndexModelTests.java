package io.tito.core;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

import io.tito.query.QuerySpec;
import io.tito.testing.TestCluster;
import io.tito.testing.TestStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random transactions, some of them rolled back, beside a map that does the same: every
 * query must agree with the map, within the transactions and after them.
 */
class IndexModelTests {

	private static final int TRANSACTIONS = 150;

	private static final List<String> TEAMS = List.of("red", "blue", "");

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private final long seed = Long.getLong("tito.test.seed", System.nanoTime());

	private final Random random = new Random(this.seed);

	private Map<String, Person> model = new TreeMap<>();

	@Test
	void agreesWithAMap() {
		TestStore store = TestStore.of(cluster);
		for (int i = 0; i < TRANSACTIONS; i++) {
			Map<String, Person> before = new TreeMap<>(this.model);
			store.transactionTemplate().executeWithoutResult((status) -> {
				for (int left = this.random.nextInt(4); left >= 0; left--) {
					change(store.template());
				}
				compare(store.template());
				if (this.random.nextInt(4) == 0) {
					status.setRollbackOnly();
					this.model = before;
				}
			});
			compare(store.template());
		}
		store.template().deleteAll(Person.class);
		assertThat(cluster.rows("")).as("seed %d", this.seed).isEmpty();
	}

	private void change(TitoTemplate template) {
		String id = "p" + this.random.nextInt(8);
		Person known = this.model.get(id);
		if (known != null && this.random.nextInt(3) == 0) {
			template.delete(known);
			this.model.remove(id);
			return;
		}
		String email = this.random.nextInt(3) + "@x";
		boolean taken = this.model.values()
			.stream()
			.anyMatch((person) -> !person.id().equals(id) && email.equals(person.email()));
		Person changed = new Person(id, TEAMS.get(this.random.nextInt(TEAMS.size())), this.random.nextInt(3) - 1,
				taken ? null : email, (known != null) ? known.version() : null);
		this.model.put(id, template.save(changed));
	}

	private void compare(TitoTemplate template) {
		QuerySpec<Person> all = QuerySpec.of(Person.class);
		assertThat(template.findAll(Person.class)).as("seed %d", this.seed)
			.containsExactlyElementsOf(this.model.values());
		for (String team : TEAMS) {
			List<Person> members = this.model.values().stream().filter((one) -> one.team().equals(team)).toList();
			List<Person> ranked = members.stream().sorted(Comparator.comparingInt(Person::rank)).toList();
			QuerySpec<Person> query = all.where("team", team);
			assertThat(template.find(query)).as("seed %d", this.seed).containsExactlyElementsOf(members);
			assertThat(template.find(query.orderBy("rank"))).as("seed %d", this.seed).containsExactlyElementsOf(ranked);
			assertThat(template.count(query)).as("seed %d", this.seed).isEqualTo(members.size());
		}
		for (int i = 0; i < 3; i++) {
			String email = i + "@x";
			List<Person> owner = this.model.values()
				.stream()
				.filter((one) -> Objects.equals(one.email(), email))
				.toList();
			assertThat(template.find(all.where("email", email))).as("seed %d", this.seed)
				.containsExactlyElementsOf(owner);
		}
	}

}
