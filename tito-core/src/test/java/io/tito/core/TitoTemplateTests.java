package io.tito.core;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.tito.annotation.Operation;
import io.tito.annotation.TitoEntity;
import io.tito.testing.TestCluster;
import io.tito.testing.TestStore;
import io.tito.transaction.DuplicateEntryException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DataRetrievalFailureException;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TitoTemplateTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private final List<EntityChange> changes = new ArrayList<>();

	private TestStore store;

	private TitoTemplate template;

	@BeforeEach
	void setUp() {
		this.store = TestStore.of(cluster, (transaction, change) -> this.changes.add(change));
		this.template = this.store.template();
	}

	@Test
	void savesFindsAndDeletesARow() {
		Person saved = this.template.save(Person.of("red", 1, "a@x"));
		assertThat(UUID.fromString(saved.id()).version()).isEqualTo(7);
		assertThat(saved.version()).isZero();
		assertThat(this.template.findById(Person.class, saved.id())).contains(saved);
		assertThat(this.template.existsById(Person.class, saved.id())).isTrue();
		this.template.delete(saved);
		assertThat(this.template.findById(Person.class, saved.id())).isEmpty();
		assertThat(cluster.rows("")).isEmpty();
	}

	@Test
	void countsVersionsUp() {
		Person saved = this.template.save(Person.of("1", "red"));
		Person updated = this.template.save(saved.inTeam("blue"));
		assertThat(updated.version()).isEqualTo(1);
		assertThat(this.template.update(updated).version()).isEqualTo(2);
		assertThat(this.template.findById(Person.class, "1")).contains(new Person("1", "blue", 0, null, 2L));
	}

	@Test
	void refusesAStaleVersion() {
		Person first = this.template.save(Person.of("1", "red"));
		this.template.save(first);
		assertThatExceptionOfType(StaleVersionException.class).isThrownBy(() -> this.template.save(first))
			.withMessage("Row '1' of 'person' is at version 1, expected version 0: read it again and decide anew")
			.satisfies((ex) -> assertThat(ex.expected()).isZero())
			.satisfies((ex) -> assertThat(ex.actual()).isEqualTo(1));
		assertThatExceptionOfType(StaleVersionException.class).isThrownBy(() -> this.template.delete(first));
		assertThat(this.template.findById(Person.class, "1")).isPresent();
	}

	@Test
	void refusesToSaveOrDeleteARowThatIsGone() {
		Person saved = this.template.save(Person.of("1", "red"));
		assertThat(this.template.deleteById(Person.class, "1")).isTrue();
		assertThat(this.template.deleteById(Person.class, "1")).isFalse();
		assertThatExceptionOfType(StaleVersionException.class).isThrownBy(() -> this.template.save(saved))
			.withMessageContaining("does not exist any more");
		assertThatExceptionOfType(StaleVersionException.class).isThrownBy(() -> this.template.delete(saved));
	}

	@Test
	void refusesAnIdThatExists() {
		this.template.insert(Person.of("1", "red"));
		assertThatExceptionOfType(DuplicateEntryException.class)
			.isThrownBy(() -> this.template.insert(Person.of("1", "blue")))
			.withMessage("A row of 'person' with this id exists already; nothing was written")
			.satisfies((ex) -> assertThat(ex.entity()).isEqualTo("person"))
			.satisfies((ex) -> assertThat(ex.index()).isNull());
		assertThat(this.template.findById(Person.class, "1")).map(Person::team).contains("red");
	}

	@Test
	void refusesAnIdThatTheTransactionInsertedItself() {
		assertThatExceptionOfType(DuplicateEntryException.class).isThrownBy(() -> this.store.inTransaction(() -> {
			this.template.insert(Person.of("1", "red"));
			this.template.insert(Person.of("1", "blue"));
		}));
		assertThat(cluster.rows("")).isEmpty();
	}

	@Test
	void insertsAgainWhatTheTransactionDeleted() {
		this.template.insert(Person.of("1", "red"));
		this.store.inTransaction(() -> {
			this.template.deleteById(Person.class, "1");
			this.template.insert(Person.of("1", "blue"));
		});
		assertThat(this.template.findById(Person.class, "1")).map(Person::team).contains("blue");
	}

	@Test
	void replacesARowWithoutVersion() {
		this.template.save(new Counter("c", 1));
		this.template.save(new Counter("c", 2));
		assertThat(this.template.findById(Counter.class, "c")).contains(new Counter("c", 2));
		assertThat(this.changes).extracting(EntityChange::operation)
			.containsExactly(Operation.INSERT, Operation.UPDATE);
		assertThat(this.changes).extracting(EntityChange::versionAfter).containsOnlyNulls();
		this.template.delete(new Counter("c", 0));
		this.template.delete(new Counter("c", 0));
		assertThatExceptionOfType(EmptyResultDataAccessException.class)
			.isThrownBy(() -> this.template.update(new Counter("c", 3)));
	}

	@Test
	void keepsIdsOfEveryType() {
		Tagged saved = this.template.save(new Tagged(null, 0));
		assertThat(saved.id().version()).isEqualTo(7);
		assertThat(saved.version()).isEqualTo(1);
		assertThat(this.template.save(saved).version()).isEqualTo(2);
		this.template.save(new Numbered(-5L, "minus"));
		this.template.save(new Numbered(7L, "seven"));
		assertThat(this.template.findById(Numbered.class, -5L)).map(Numbered::name).contains("minus");
		assertThat(this.template.findAll(Numbered.class)).extracting(Numbered::name).containsExactly("minus", "seven");
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.template.insert(new Numbered(null, "none")))
			.withMessageContaining("Ids of type Long are not generated");
	}

	@Test
	void refusesAnIdOfAnotherType() {
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.template.findById(Numbered.class, "7"))
			.withMessageContaining("'id'")
			.withMessageContaining("never equals a value of type java.lang.String");
		assertThat(this.template.findById(Numbered.class, 7)).isEmpty();
	}

	@Test
	void findsSeveralRowsInTheOrderOfTheIds() {
		List.of("1", "2", "3").forEach((id) -> this.template.save(Person.of(id, "red")));
		assertThat(this.template.findAllById(Person.class, List.of("3", "none", "1"))).extracting(Person::id)
			.containsExactly("3", "1");
		assertThat(this.template.findAll(Person.class)).extracting(Person::id).containsExactly("1", "2", "3");
		assertThat(this.template.count(Person.class)).isEqualTo(3);
		assertThat(this.template.deleteAll(Person.class)).isEqualTo(3);
		assertThat(cluster.rows("")).isEmpty();
	}

	@Test
	void tellsListenersOfEachChange() {
		Person inserted = this.template.save(Person.of("1", "red"));
		Person updated = this.template.save(inserted.inTeam("blue"));
		this.template.delete(updated);
		assertThat(this.changes).containsExactly(
				new EntityChange(Person.class, "person", Operation.INSERT, "1", null, inserted, null, 0L),
				new EntityChange(Person.class, "person", Operation.UPDATE, "1", inserted, updated, 0L, 1L),
				new EntityChange(Person.class, "person", Operation.DELETE, "1", updated, null, 1L, null));
	}

	@Test
	void writesNothingIfAListenerRefuses() {
		TestStore refusing = TestStore.of(cluster, (transaction, change) -> {
			throw new IllegalStateException("refused");
		});
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> refusing.template().save(Person.of("1", "red")));
		assertThat(cluster.rows("")).isEmpty();
	}

	@Test
	void refusesARowThatIsTooLarge() {
		assertThatExceptionOfType(DataIntegrityViolationException.class)
			.isThrownBy(() -> this.store.inTransaction(() -> {
				this.template.save(Person.of("1", "x".repeat(3 << 10)));
				this.template.save(new Counter("big".repeat(2 << 10), 1));
			}))
			.withMessageContaining("A key of 'counter' has 6");
		assertThatExceptionOfType(DataIntegrityViolationException.class)
			.isThrownBy(() -> this.template.save(new Numbered(1L, "x".repeat((6 << 20) + 1))))
			.withMessageContaining("Row '1' of 'numbered' has 62914")
			.withMessageContaining("at most 6291456");
		assertThatExceptionOfType(DataIntegrityViolationException.class)
			.isThrownBy(() -> this.template.save(Person.of("1", "x".repeat(4 << 10))))
			.withMessageContaining("shorten the values of the index 'by_team'");
		assertThat(cluster.rows("")).isEmpty();
	}

	@Test
	void namesTheKeyOfADamagedRow() {
		this.template.save(Person.of("1", "red"));
		cluster.rows("data:").forEach((entry) -> {
			var transaction = cluster.client().begin();
			transaction.put(entry.key(), new byte[] { 99 });
			transaction.commit();
		});
		assertThatExceptionOfType(DataRetrievalFailureException.class)
			.isThrownBy(() -> this.template.findById(Person.class, "1"))
			.withMessageContaining("row of 'person' at " + cluster.namespace().name() + ":data:person");
	}

	@TitoEntity("counter")
	record Counter(@Id String id, long value) {
	}

	@TitoEntity("numbered")
	record Numbered(@Id Long id, String name) {
	}

	@TitoEntity("tagged")
	record Tagged(@Id UUID id, @Version int version) {
	}

}
