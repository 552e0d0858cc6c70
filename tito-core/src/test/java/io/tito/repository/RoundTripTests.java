package io.tito.repository;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoIndex;
import io.tito.annotation.TitoSoftDelete;
import io.tito.core.TitoTemplate;
import io.tito.testing.TestCluster;
import io.tito.testing.TestStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What operations on rows cost in requests, with one region. Timestamps are counted
 * apart: they are fetched for many transactions at once.
 */
class RoundTripTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private TestStore store;

	private TitoTemplate template;

	private Item known;

	@BeforeEach
	void setUp() {
		this.store = TestStore.of(cluster);
		this.template = this.store.template();
		this.known = this.template.save(new Item("1", "red", "r-1", null));
	}

	@Test
	void findByIdTakesOneReadAndNoTimestampOutsideATransaction() {
		assertThat(cost(() -> this.template.findById(Item.class, "1"))).isEqualTo(Map.of("KvGet", 1L));
		assertThat(cost(() -> this.template.existsById(Item.class, "2"))).isEqualTo(Map.of("KvGet", 1L));
	}

	@Test
	void saveOfAKnownRowWithTwoIndexesTakesOneReadAndOneCommit() {
		assertThat(requests(cost(() -> this.template.save(new Item("1", "blue", "r-2", this.known.version())))))
			.isEqualTo(Map.of("KvGet", 1L, "KvPrewrite", 1L));
	}

	@Test
	void saveOfANewRowTakesOneCommit() {
		assertThat(requests(cost(() -> this.template.save(new Item(null, "blue", "r-2", null)))))
			.isEqualTo(Map.of("KvPrewrite", 1L));
	}

	@Test
	void deletionTakesOneReadAndOneCommit() {
		assertThat(requests(cost(() -> this.template.deleteById(Item.class, "1"))))
			.isEqualTo(Map.of("KvGet", 1L, "KvPrewrite", 1L));
		Kept kept = this.template.save(new Kept("1"));
		assertThat(requests(cost(() -> this.template.deleteById(Kept.class, kept.id()))))
			.isEqualTo(Map.of("KvGet", 1L, "KvPrewrite", 1L));
	}

	@Test
	void savesOfOneTransactionShareItsCommit() {
		assertThat(requests(cost(() -> this.store.inTransaction(() -> {
			for (int i = 0; i < 20; i++) {
				this.template.save(new Item(null, "red", "n-" + i, null));
			}
			return true;
		})))).isEqualTo(Map.of("KvPrewrite", 1L));
	}

	@Test
	void flushTakesOneReadForAllInsertedKeys() {
		assertThat(requests(cost(() -> this.store.inTransaction(() -> {
			for (int i = 0; i < 20; i++) {
				this.template.save(new Item(null, "red", "n-" + i, null));
			}
			this.template.flush();
			return true;
		})))).isEqualTo(Map.of("KvBatchGet", 1L, "KvPrewrite", 1L));
	}

	@Test
	void touchTakesNoTripOfItsOwn() {
		assertThat(requests(cost(() -> this.store.inTransaction(() -> {
			this.template.touch(Item.class, "1");
			return this.template.save(new Item(null, "red", "r-2", null));
		})))).isEqualTo(Map.of("KvPrewrite", 1L));
	}

	private static Map<String, Long> requests(Map<String, Long> cost) {
		Map<String, Long> requests = new HashMap<>(cost);
		Long timestamps = requests.remove("Tso.timestamps");
		requests.keySet().removeIf((name) -> name.startsWith("Tso"));
		assertThat(timestamps).isBetween(1L, 3L);
		return requests;
	}

	private static Map<String, Long> cost(Supplier<?> work) {
		Map<String, Long> before = cluster.faults().requests();
		work.get();
		Map<String, Long> cost = new HashMap<>();
		cluster.faults().requests().forEach((name, count) -> {
			long more = count - before.getOrDefault(name, 0L);
			// what only carries the others is no request of its own
			if (more > 0 && !name.equals("BatchCommands")) {
				cost.put(name, more);
			}
		});
		return cost;
	}

	@TitoEntity("item")
	@TitoIndex(name = "by_color", fields = "color")
	@TitoIndex(name = "by_reference", fields = "reference", unique = true)
	record Item(@Id @Nullable String id, String color, String reference, @Version @Nullable Long version) {
	}

	@TitoSoftDelete
	@TitoEntity("kept")
	record Kept(@Id String id) {
	}

}
