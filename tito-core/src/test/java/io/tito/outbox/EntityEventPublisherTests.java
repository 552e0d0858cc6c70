package io.tito.outbox;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.tito.annotation.Operation;
import io.tito.annotation.TitoEvent;
import io.tito.client.Transaction;
import io.tito.codec.ValueCodec;
import io.tito.codec.jackson.JacksonValueCodec;
import io.tito.core.EntityChange;
import io.tito.log.EventCodec;
import io.tito.log.EventTypes;
import io.tito.log.LogKeys;
import io.tito.log.LogListener;
import io.tito.log.StoredEvent;
import io.tito.log.TypeSettings;
import io.tito.log.write.EventWriter;
import io.tito.testing.TestCluster;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.InvalidDataAccessApiUsageException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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

	@Test
	void evaluatesKeyDueTimeAndPayload() {
		Instant placed = Instant.parse("2026-11-20T10:00:00Z");
		Plan before = new Plan("p-1", "eu", placed);
		Plan after = new Plan("p-1", "us", placed);
		change(new EntityChange(Plan.class, "plan", Operation.UPDATE, "p-1", before, after, 1L, 2L));

		StoredEvent event = events("plan").get(0);
		assertThat(event.key()).isEqualTo("eu>us");
		assertThat(event.due()).isEqualTo(placed.plusSeconds(3600).toEpochMilli());
		assertThat(new String(event.payload(), StandardCharsets.UTF_8))
			.isEqualTo("{\"region\":\"us\",\"what\":\"UPDATE p-1\"}");
	}

	@Test
	void refusesAPayloadThatIsNull() {
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> change(
					new EntityChange(Odd.class, "odd", Operation.INSERT, "1", null, new Odd(null), null, null)))
			.withMessageContaining("The payload of @TitoEvent 'odd'")
			.withMessageContaining("yields null");
	}

	@Test
	void refusesWhatCannotBeEvaluated() {
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> change(
					new EntityChange(Wrong.class, "wrong", Operation.INSERT, "1", null, new Wrong("soon"), null, null)))
			.withMessageContaining("The due time of @TitoEvent 'wrong'")
			.withMessageContaining("java.lang.String")
			.withMessageContaining("Nothing was written");
	}

	@Test
	void publishesNothingWhileSuppressed() {
		Order order = new Order("o-1", "ann", 100);
		EntityChange change = new EntityChange(Order.class, "order", Operation.INSERT, "o-1", null, order, null, 0L);
		String result = EntityEvents.suppressed(() -> {
			change(change);
			EntityEvents.withHeaders(Map.of("a", "b"), () -> change(change));
			return "done";
		});

		assertThat(result).isEqualTo("done");
		assertThat(events("order")).isEmpty();
		change(change);
		assertThat(events("order")).hasSize(1);
	}

	@Test
	void addsTheHeadersOfTheCall() {
		Order order = new Order("o-1", "ann", 100);
		EntityChange change = new EntityChange(Order.class, "order", Operation.INSERT, "o-1", null, order, null, 0L);
		EntityEvents.withHeaders(Map.of("cause", "import", "by", "ann"),
				() -> EntityEvents.withHeaders(Map.of("cause", "refund"), () -> change(change)));
		change(change);

		assertThat(events("order")).extracting(StoredEvent::headers)
			.containsExactly(Map.of("cause", "refund", "by", "ann"), Map.of());
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

	@TitoEvent(type = "plan", key = "#before.region + '>' + region", dueAt = "placed.plusSeconds(3600)",
			payload = "{region: region, what: #operation + ' ' + #id}")
	record Plan(String id, String region, Instant placed) {

	}

	@TitoEvent(type = "odd", payload = "name")
	record Odd(@Nullable String name) {

	}

	@TitoEvent(type = "wrong", dueAt = "when")
	record Wrong(String when) {

	}

}
