package io.tito.outbox;

import java.util.List;
import java.util.UUID;

import io.tito.annotation.Operation;
import io.tito.annotation.TitoEvent;
import io.tito.client.Transaction;
import io.tito.codec.ValueCodec;
import io.tito.codec.jackson.JacksonValueCodec;
import io.tito.core.EntityChange;
import io.tito.log.EventCodec;
import io.tito.log.EventTypes;
import io.tito.log.EventWriter;
import io.tito.log.LogKeys;
import io.tito.log.LogListener;
import io.tito.log.StoredEvent;
import io.tito.log.TypeSettings;
import io.tito.testing.TestCluster;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

class EntityEventPublisherTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private final ValueCodec codec = new JacksonValueCodec(JacksonValueCodec.mapperBuilder().build());

	private EntityEventPublisher publisher;

	@BeforeEach
	void prepare() {
		LogKeys keys = new LogKeys(cluster.namespace());
		EventTypes types = new EventTypes(cluster.client(), keys, (type) -> TypeSettings.DEFAULTS.withPartitions(1));
		EventWriter writer = new EventWriter(cluster.client(), types, keys, (type, partition) -> {
		}, LogListener.NONE);
		this.publisher = new EntityEventPublisher(writer, this.codec);
	}

	@Test
	void publishesTheNewRowUnderTheKeyProperty() {
		Order order = new Order("o-1", "ann", 100);
		change(new EntityChange(Order.class, "order", Operation.INSERT, "o-1", null, order, null, 0L));

		StoredEvent event = events("order").get(0);
		assertThat(event.key()).isEqualTo("ann");
		assertThat(event.operation()).isEqualTo(Operation.INSERT);
		assertThat(event.versionBefore()).isNull();
		assertThat(event.versionAfter()).isZero();
		assertThat(event.payloadType()).isEqualTo(Order.class.getName());
		assertThat(this.codec.<Order>read(event.payload(), Order.class)).isEqualTo(order);
	}

	@Test
	void publishesTheLastStoredRowOfADeletion() {
		Order order = new Order("o-1", "ann", 100);
		change(new EntityChange(Order.class, "order", Operation.DELETE, "o-1", order, null, 4L, null));

		StoredEvent event = events("order").get(0);
		assertThat(event.operation()).isEqualTo(Operation.DELETE);
		assertThat(event.versionBefore()).isEqualTo(4);
		assertThat(event.versionAfter()).isNull();
		assertThat(this.codec.<Order>read(event.payload(), Order.class)).isEqualTo(order);
	}

	@Test
	void publishesEachDeclaredEventForItsOperationsOnly() {
		Order before = new Order("o-1", "ann", 100);
		Order after = new Order("o-1", "bob", 200);
		change(new EntityChange(Order.class, "order", Operation.UPDATE, "o-1", before, after, 1L, 2L));

		assertThat(events("order")).isEmpty();
		StoredEvent event = events("audit").get(0);
		assertThat(event.key()).isEqualTo("o-1");
		assertThat(this.codec.<Order>read(event.payload(), Order.class)).isEqualTo(after);
		assertThat(events("audit")).hasSize(1);
	}

	@Test
	void readsTheKeyOfAClassFromItsFields() {
		UUID owner = UUID.randomUUID();
		change(new EntityChange(Account.class, "account", Operation.INSERT, 17L, null, new Account(owner), null, null));

		assertThat(events("account")).extracting(StoredEvent::key).containsExactly(owner.toString());
	}

	@Test
	void fallsBackToTheIdIfTheKeyPropertyIsNull() {
		change(new EntityChange(Account.class, "account", Operation.INSERT, 17L, null, new Account(null), null, null));

		assertThat(events("account")).extracting(StoredEvent::key).containsExactly("17");
	}

	@Test
	void publishesNothingForAnEntityWithoutEvents() {
		change(new EntityChange(String.class, "text", Operation.INSERT, "1", null, "row", null, null));

		assertThat(cluster.rows("")).isEmpty();
	}

	private void change(EntityChange change) {
		Transaction transaction = cluster.client().begin();
		this.publisher.onChange(transaction, change);
		transaction.commit();
	}

	private static List<StoredEvent> events(String type) {
		return cluster.rows("event:" + type + ":").stream().map((row) -> EventCodec.decode(row.value())).toList();
	}

	@TitoEvent(type = "order", key = "customer", on = { Operation.INSERT, Operation.DELETE })
	@TitoEvent(type = "audit")
	record Order(String id, String customer, long amount) {

	}

	@TitoEvent(type = "account", key = "owner")
	static class Account {

		@SuppressWarnings("unused")
		private final @Nullable UUID owner;

		Account(@Nullable UUID owner) {
			this.owner = owner;
		}

	}

}
