package io.tito.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.tito.annotation.Operation;
import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoIndex;
import io.tito.client.Transaction;
import io.tito.codec.RowEnvelope;
import io.tito.codec.RowUpcaster;
import io.tito.testing.TestCluster;
import io.tito.testing.TestStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class TableBatchesTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private static final int LIMIT = 20;

	private final List<Operation> operations = new ArrayList<>();

	private TestStore store;

	private TitoTemplate template;

	@BeforeEach
	void setUp() {
		this.store = TestStore.of(cluster, new EntityChangeListener() {
			@Override
			public void onChange(Transaction transaction, EntityChange change) {
				TableBatchesTests.this.operations.add(change.operation());
			}

			@Override
			public int limit(Class<?> type, Operation operation) {
				return (type == Noted.class) ? LIMIT : Integer.MAX_VALUE;
			}
		});
		this.template = this.store.template();
	}

	@Test
	void deletesAllRowsOfManyPagesInOneTransaction() {
		insert(2500, (id) -> new Silent(id, "red", null));
		assertThat(this.template.deleteAll(Silent.class)).isEqualTo(2500);
		assertThat(cluster.rows("")).isEmpty();
	}

	@Test
	void refusesToDeleteMoreThanOneTransactionCanPublish() {
		insert(LIMIT + 1, Noted::new);
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.template.deleteAll(Noted.class))
			.withMessage("'noted' has 21 rows, and one transaction can publish the deletion of at most 20: "
					+ "use deleteInBatches");
		assertThat(this.template.count(Noted.class)).isEqualTo(LIMIT + 1);
		this.template.deleteById(Noted.class, "000000");
		assertThat(this.template.deleteAll(Noted.class)).isEqualTo(LIMIT);
	}

	@Test
	void deletesInBatchesOfTheirOwn() {
		insert(LIMIT * 2 + 5, Noted::new);
		this.operations.clear();
		Map<String, Long> before = cluster.faults().requests();
		assertThat(this.template.deleteInBatches(Noted.class, LIMIT)).isEqualTo(45);
		assertThat(cluster.faults().requests().get("KvPrewrite") - before.get("KvPrewrite")).isEqualTo(3);
		assertThat(this.operations).hasSize(45).containsOnly(Operation.DELETE);
		assertThat(this.template.deleteInBatches(Noted.class, 1)).isZero();
	}

	@Test
	void refusesBatchesWithinATransactionOrBeyondItsLimits() {
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.store.inTransaction(() -> this.template.deleteInBatches(Noted.class, 5)))
			.withMessage("deleteInBatches runs several transactions and cannot be part of one: call it outside");
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.template.deleteInBatches(Noted.class, LIMIT + 1))
			.withMessage(
					"A batch of 21 rows of 'noted' publishes more than one transaction can hold: use batches of at most 20");
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.template.migrate(Noted.class, "x", LIMIT + 1, (row) -> row));
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.store.inTransaction(() -> this.template.migrate(Noted.class, "x", 5, (row) -> row)))
			.withMessageContaining("migrate runs several transactions");
	}

	@Test
	void migratesEveryRowOnce() {
		insert(25, (id) -> new Silent(id, "red", null));
		this.operations.clear();
		Migration done = this.template.migrate(Silent.class, "paint", 10,
				(row) -> row.id().endsWith("0") ? row : new Silent(row.id(), "blue", row.version()));
		assertThat(done).isEqualTo(new Migration("paint", 25, 22));
		assertThat(ofColor("blue")).hasSize(22).allSatisfy((row) -> assertThat(row.version()).isEqualTo(1));
		assertThat(ofColor("red")).hasSize(3).allSatisfy((row) -> assertThat(row.version()).isZero());
		assertThat(this.operations).hasSize(22).containsOnly(Operation.UPDATE);
		assertThat(this.template.migrate(Silent.class, "paint", 10, (row) -> {
			throw new IllegalStateException("a migration that is done changes nothing");
		})).isEqualTo(done);
	}

	@Test
	void migratesInstancesThatAreChangedInPlace() {
		this.template.insert(new Mutable("1", "red"));
		this.template.insert(new Mutable("2", "blue"));
		this.operations.clear();
		Migration done = this.template.migrate(Mutable.class, "paint", 10, (row) -> {
			row.color = "blue";
			return row;
		});
		assertThat(done).isEqualTo(new Migration("paint", 2, 1));
		assertThat(this.template.findAll(Mutable.class)).extracting((row) -> row.color).containsOnly("blue");
		assertThat(this.operations).containsExactly(Operation.UPDATE);
	}

	@Test
	void goesOnWhereAMigrationFailed() {
		insert(25, (id) -> new Silent(id, "red", null));
		AtomicInteger calls = new AtomicInteger();
		assertThatIllegalStateException().isThrownBy(() -> this.template.migrate(Silent.class, "paint", 10, (row) -> {
			if (calls.incrementAndGet() > 15) {
				throw new IllegalStateException("crash");
			}
			return new Silent(row.id(), "blue", row.version());
		}));
		assertThat(ofColor("blue")).hasSize(10);
		calls.set(0);
		Migration done = this.template.migrate(Silent.class, "paint", 10, (row) -> {
			calls.incrementAndGet();
			return new Silent(row.id(), "blue", row.version());
		});
		assertThat(calls).hasValue(15);
		assertThat(done).isEqualTo(new Migration("paint", 25, 25));
	}

	@Test
	void migratesARowThatAnotherChangesMeanwhile() {
		insert(3, (id) -> new Silent(id, "red", null));
		AtomicInteger calls = new AtomicInteger();
		Migration done = this.template.migrate(Silent.class, "paint", 10, (row) -> {
			if (calls.incrementAndGet() == 1) {
				Transaction other = cluster.client().begin();
				cluster.rows("data:").forEach((entry) -> other.put(entry.key(), entry.value()));
				other.commit();
			}
			return new Silent(row.id(), "blue", row.version());
		});
		assertThat(calls).hasValue(6);
		assertThat(done).isEqualTo(new Migration("paint", 3, 3));
	}

	@Test
	void rewritesOldRevisionsWithoutAVersionOrAnEvent() {
		insert(3, (id) -> new Silent(id, "red", null));
		TestStore later = TestStore.of(cluster, List.of(), List.of(new Capital()));
		Migration done = later.template().migrate(LaterSilent.class, "revision-1", 2, (row) -> row);
		assertThat(done).isEqualTo(new Migration("revision-1", 3, 3));
		assertThat(later.template().findAll(LaterSilent.class)).allSatisfy((row) -> {
			assertThat(row.color()).isEqualTo("RED");
			assertThat(row.version()).isZero();
		});
		assertThat(cluster.rows("data:"))
			.allSatisfy((entry) -> assertThat(RowEnvelope.decode(entry.value()).revision()).isEqualTo(1));
		assertThat(cluster.rows("index:")).hasSize(3);
	}

	private List<Silent> ofColor(String color) {
		return this.template.findAll(Silent.class).stream().filter((row) -> row.color().equals(color)).toList();
	}

	private void insert(int count, Function<String, ?> row) {
		this.store.inTransaction(() -> {
			for (int i = 0; i < count; i++) {
				this.template.insert(row.apply("%06d".formatted(i)));
			}
		});
	}

	@TitoEntity("silent")
	@TitoIndex(name = "by_color", fields = "color")
	record Silent(@Id String id, String color, @Version @Nullable Long version) {
	}

	@TitoEntity(value = "silent", revision = 1)
	@TitoIndex(name = "by_color", fields = "color")
	record LaterSilent(@Id String id, String color, @Version @Nullable Long version) {
	}

	@TitoEntity("mutable")
	static final class Mutable {

		@Id
		private final String id;

		private String color;

		Mutable(String id, String color) {
			this.id = id;
			this.color = color;
		}

		String id() {
			return this.id;
		}

	}

	@TitoEntity("noted")
	record Noted(@Id String id) {
	}

	private static final class Capital implements RowUpcaster {

		@Override
		public Class<?> type() {
			return LaterSilent.class;
		}

		@Override
		public int revision() {
			return 0;
		}

		@Override
		public Map<String, @Nullable Object> upcast(Map<String, @Nullable Object> row) {
			row.put("color", String.valueOf(row.get("color")).toUpperCase(Locale.ROOT));
			return row;
		}

	}

}
