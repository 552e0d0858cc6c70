package io.tito.outbox;

import java.util.List;
import java.util.Map;

import io.tito.annotation.Operation;
import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoEvent;
import io.tito.annotation.TitoIndex;
import io.tito.codec.jackson.JacksonValueCodec;
import io.tito.log.EventCodec;
import io.tito.log.EventRefusedException;
import io.tito.log.EventTypes;
import io.tito.log.LogKeys;
import io.tito.log.LogListener;
import io.tito.log.StoredEvent;
import io.tito.log.TypeSettings;
import io.tito.log.write.EventWriter;
import io.tito.testing.TestCluster;
import io.tito.testing.TestStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Rows and their events through the real operations: both or neither.
 */
class EntityEventsTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private TestStore store;

	@BeforeEach
	void prepare() {
		LogKeys keys = new LogKeys(cluster.namespace());
		EventTypes types = new EventTypes(cluster.client(), keys, (type) -> TypeSettings.DEFAULTS.withPartitions(1));
		types.settings("parcel");
		EventWriter writer = new EventWriter(cluster.client(), types, keys, (type, partition) -> {
		}, LogListener.NONE);
		this.store = TestStore.of(cluster,
				new EntityEventPublisher(writer, new JacksonValueCodec(JacksonValueCodec.mapperBuilder().build())));
	}

	@Test
	void takesBackTheEventsOfANestedTransactionWithItsRows() {
		TransactionTemplate nested = this.store.transactionTemplate();
		nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
		this.store.inTransaction(() -> {
			this.store.template().insert(new Parcel("1", "ann", "R-1", null));
			nested.executeWithoutResult((status) -> {
				this.store.template().insert(new Parcel("2", "bob", "R-2", null));
				this.store.template().deleteById(Parcel.class, "1");
				status.setRollbackOnly();
			});
			nested.executeWithoutResult((status) -> this.store.template().insert(new Parcel("3", "cid", "R-2", null)));
		});
		assertThat(this.store.template().findAll(Parcel.class)).extracting(Parcel::id).containsExactly("1", "3");
		assertThat(events()).extracting(StoredEvent::key).containsExactly("ann", "cid");
		assertThat(cluster.rows("unique:")).hasSize(2);
	}

	@Test
	void publishEachChangeWithItsVersions() {
		Parcel inserted = this.store.template().save(new Parcel(null, "ann", "R-1", null));
		Parcel updated = this.store.template().save(new Parcel(inserted.id(), "bob", "R-1", inserted.version()));
		this.store.template().delete(updated);

		List<StoredEvent> events = events();
		assertThat(events).extracting(StoredEvent::operation)
			.containsExactly(Operation.INSERT, Operation.UPDATE, Operation.DELETE);
		assertThat(events).extracting(StoredEvent::key).containsExactly("ann", "bob", "bob");
		assertThat(events).extracting(StoredEvent::versionBefore)
			.containsExactly(null, inserted.version(), updated.version());
		assertThat(events).extracting(StoredEvent::versionAfter)
			.containsExactly(inserted.version(), updated.version(), null);
	}

	@Test
	void leaveNothingOfARolledBackTransaction() {
		int before = cluster.rows("").size();
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> this.store.inTransaction(() -> {
			this.store.template().save(new Parcel(null, "ann", "R-1", null));
			throw new IllegalStateException("on purpose");
		}));

		assertThat(cluster.rows("")).hasSize(before);
	}

	@Test
	void leaveNothingIfTheRowCannotBeStored() {
		this.store.template().save(new Parcel(null, "ann", "R-1", null));
		assertThatExceptionOfType(DuplicateKeyException.class)
			.isThrownBy(() -> this.store.template().save(new Parcel(null, "bob", "R-1", null)));

		assertThat(cluster.rows("data:")).hasSize(1);
		assertThat(events()).extracting(StoredEvent::key).containsExactly("ann");
	}

	@Test
	void takeTheRowDownWithARefusedEvent() {
		assertThatExceptionOfType(UnexpectedRollbackException.class).isThrownBy(
				() -> this.store.inTransaction(() -> assertThatExceptionOfType(EventRefusedException.KeyTooLong.class)
					.isThrownBy(() -> this.store.template().save(new Parcel(null, "x".repeat(513), "R-1", null)))));

		assertThat(cluster.rows("data:")).isEmpty();
		assertThat(events()).isEmpty();
	}

	@Test
	void costNoFurtherTrip() {
		this.store.template().save(new Parcel(null, "ann", "R-1", null));
		Map<String, Long> before = cluster.faults().requests();
		this.store.inTransaction(() -> this.store.template().save(new Parcel(null, "ann", "R-2", null)));
		Map<String, Long> after = cluster.faults().requests();

		assertThat(grown(before, after, "Tso.timestamps")).isLessThanOrEqualTo(2);
		assertThat(grown(before, after, "KvPrewrite")).isEqualTo(1);
		assertThat(grown(before, after, "KvCommit")).isZero();
		assertThat(events()).hasSize(2);
	}

	private static long grown(Map<String, Long> before, Map<String, Long> after, String name) {
		return after.getOrDefault(name, 0L) - before.getOrDefault(name, 0L);
	}

	private static List<StoredEvent> events() {
		return cluster.rows("event:").stream().map((row) -> EventCodec.decode(row.value())).toList();
	}

	@TitoEntity("parcel")
	@TitoIndex(name = "by_reference", fields = "reference", unique = true)
	@TitoEvent(type = "parcel", key = "customer")
	record Parcel(@Id @Nullable String id, String customer, String reference, @Version @Nullable Long version) {

	}

}
