package io.tito.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.tito.annotation.Operation;
import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoIndex;
import io.tito.annotation.TitoSoftDelete;
import io.tito.testing.TestCluster;
import io.tito.testing.TestStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SoftDeleteTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private final List<Operation> operations = new ArrayList<>();

	private TestStore store;

	private TitoTemplate template;

	private DeletedRows<Account> deleted;

	@BeforeEach
	void setUp() {
		this.store = TestStore.of(cluster, (transaction, change) -> this.operations.add(change.operation()));
		this.template = this.store.template();
		this.deleted = this.template.deleted(Account.class);
	}

	@Test
	void keepsADeletedRowWithItsTimeOutOfEveryQuery() {
		Account saved = this.template.insert(new Account("1", "ann@x", "gold", null));
		Instant before = cluster.client().timestamp().instant();
		this.template.delete(saved);
		Instant after = cluster.client().timestamp().instant();
		assertThat(this.template.findById(Account.class, "1")).isEmpty();
		assertThat(this.template.existsById(Account.class, "1")).isFalse();
		assertThat(this.template.findAllById(Account.class, List.of("1"))).isEmpty();
		assertThat(this.template.findAll(Account.class)).isEmpty();
		assertThat(this.template.count(Account.class)).isZero();
		assertThat(cluster.rows("index:")).isEmpty();
		assertThat(cluster.rows("unique:")).isEmpty();
		DeletedRow<Account> kept = this.deleted.findById("1").orElseThrow();
		assertThat(kept.entity()).isEqualTo(saved);
		assertThat(kept.deletedAt()).isBetween(before, after);
		assertThat(this.operations).containsExactly(Operation.INSERT, Operation.DELETE);
	}

	@Test
	void restoresARowWithItsIndexEntriesAndANewVersion() {
		Account saved = this.template.insert(new Account("1", "ann@x", "gold", null));
		this.template.delete(saved);
		Account restored = this.deleted.restore("1");
		assertThat(restored.version()).isEqualTo(1);
		assertThat(this.template.findById(Account.class, "1")).contains(restored);
		assertThat(cluster.rows("index:")).hasSize(1);
		assertThat(cluster.rows("unique:")).hasSize(1);
		assertThat(this.deleted.findById("1")).isEmpty();
		assertThatExceptionOfType(StaleVersionException.class).isThrownBy(() -> this.template.save(saved));
		assertThat(this.operations).containsExactly(Operation.INSERT, Operation.DELETE, Operation.INSERT);
	}

	@Test
	void freesIdAndUniqueValuesSoThatARestoreMayFail() {
		this.template.delete(this.template.insert(new Account("1", "ann@x", "gold", null)));
		this.template.delete(this.template.insert(new Account("2", "bob@x", "gold", null)));
		this.template.insert(new Account("1", "new@x", "gold", null));
		this.template.insert(new Account("3", "bob@x", "gold", null));
		assertThatExceptionOfType(DuplicateKeyException.class).isThrownBy(() -> this.deleted.restore("1"))
			.withMessage("A row of 'account' with this id exists already; nothing was written");
		assertThatExceptionOfType(DuplicateKeyException.class).isThrownBy(() -> this.deleted.restore("2"))
			.withMessageContaining("the value [bob@x] in the unique index 'by_email'");
		assertThat(this.deleted.findAll(null, 10)).extracting((row) -> row.entity().id()).containsExactly("1", "2");
	}

	@Test
	void refusesToRestoreWhatIsNotThere() {
		assertThatExceptionOfType(EmptyResultDataAccessException.class).isThrownBy(() -> this.deleted.restore("9"))
			.withMessage("There is no deleted row '9' of 'account' to restore");
	}

	@Test
	void keepsTheLastOfSeveralDeletedRowsOfOneId() {
		this.template.delete(this.template.insert(new Account("1", "old@x", "gold", null)));
		this.template.delete(this.template.insert(new Account("1", "new@x", "gold", null)));
		assertThat(this.deleted.findById("1")).map(DeletedRow::entity).map(Account::email).contains("new@x");
	}

	@Test
	void pagesAndPurgesByTheTimeOfTheDeletion() {
		for (int i = 1; i <= 4; i++) {
			this.template.insert(new Account("" + i, i + "@x", "gold", null));
		}
		this.template.deleteById(Account.class, "1");
		this.template.deleteById(Account.class, "2");
		cluster.pass(Duration.ofHours(1));
		Instant now = cluster.client().timestamp().instant();
		this.template.deleteAll(Account.class);
		assertThat(this.deleted.findAll(null, 3)).extracting((row) -> row.entity().id()).containsExactly("1", "2", "3");
		assertThat(this.deleted.findAll("3", 3)).extracting((row) -> row.entity().id()).containsExactly("4");
		assertThat(this.deleted.purge(now)).isEqualTo(2);
		assertThat(this.deleted.findAll(null, 3)).extracting((row) -> row.entity().id()).containsExactly("3", "4");
		assertThat(this.operations).hasSize(8);
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.store.inTransaction(() -> this.deleted.purge(now)))
			.withMessageContaining("purge runs several transactions");
	}

	@Test
	void rollsBackADeletionWithItsTransaction() {
		this.template.insert(new Account("1", "ann@x", "gold", null));
		this.store.transactionTemplate().executeWithoutResult((status) -> {
			this.template.deleteById(Account.class, "1");
			assertThat(this.deleted.findById("1")).isPresent();
			status.setRollbackOnly();
		});
		assertThat(this.deleted.findById("1")).isEmpty();
		assertThat(this.template.findById(Account.class, "1")).isPresent();
	}

	@Test
	void refusesAnEntityThatKeepsNothing() {
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.template.deleted(Person.class))
			.withMessage("Deleted rows of 'person' are not kept: annotate %s with @TitoSoftDelete"
				.formatted(Person.class.getName()));
	}

	@TitoSoftDelete
	@TitoEntity("account")
	@TitoIndex(name = "by_level", fields = "level")
	@TitoIndex(name = "by_email", fields = "email", unique = true)
	record Account(@Id String id, String email, String level, @Version @Nullable Long version) {
	}

}
