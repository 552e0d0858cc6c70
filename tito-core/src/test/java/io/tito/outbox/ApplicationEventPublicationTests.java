package io.tito.outbox;

import java.util.List;

import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoEvent;
import io.tito.codec.jackson.JacksonValueCodec;
import io.tito.log.EventCodec;
import io.tito.log.EventTypes;
import io.tito.log.LogKeys;
import io.tito.log.LogListener;
import io.tito.log.StoredEvent;
import io.tito.log.TypeSettings;
import io.tito.log.write.EventWriter;
import io.tito.testing.TestCluster;
import io.tito.transaction.TitoTransactionManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.data.annotation.Id;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ApplicationEventPublicationTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private final StaticApplicationContext context = new StaticApplicationContext();

	private TransactionTemplate transactions;

	@BeforeEach
	void prepare() {
		LogKeys keys = new LogKeys(cluster.namespace());
		EventTypes types = new EventTypes(cluster.client(), keys, (type) -> TypeSettings.DEFAULTS.withPartitions(1));
		EventWriter writer = new EventWriter(cluster.client(), types, keys, (type, partition) -> {
		}, LogListener.NONE);
		TitoTransactionManager manager = new TitoTransactionManager(cluster.client());
		this.transactions = new TransactionTemplate(manager);
		Outbox outbox = new TransactionalOutbox(manager, writer,
				new JacksonValueCodec(JacksonValueCodec.mapperBuilder().build()));
		this.context.addApplicationListener(new ApplicationEventPublication(() -> outbox));
		this.context.refresh();
	}

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void publishesInTheTransactionAround() {
		this.transactions.executeWithoutResult((status) -> {
			this.context.publishEvent(new Shipped("o-1", "ann"));
			assertThat(events("shipped")).isEmpty();
		});

		StoredEvent event = events("shipped").get(0);
		assertThat(event.key()).isEqualTo("ann");
		assertThat(event.operation()).isNull();
		assertThat(event.payloadType()).isEqualTo(Shipped.class.getName());
		assertThat(new String(event.payload())).isEqualTo("{\"order\":\"o-1\",\"customer\":\"ann\"}");
		assertThat(events("audit")).hasSize(1);
	}

	@Test
	void publishesNothingOfARolledBackTransaction() {
		this.transactions.executeWithoutResult((status) -> {
			this.context.publishEvent(new Shipped("o-1", "ann"));
			status.setRollbackOnly();
		});

		assertThat(events("shipped")).isEmpty();
	}

	@Test
	void refusesWhereTheOutboxDoes() {
		this.transactions.setReadOnly(true);
		this.transactions.executeWithoutResult((status) -> assertThatExceptionOfType(OutboxTransactionException.class)
			.isThrownBy(() -> this.context.publishEvent(new Shipped("o-1", "ann"))));
	}

	@Test
	void publishesAnEventClassOfSpring() {
		this.context.publishEvent(new Closed(this, "shop-1"));

		assertThat(events("closed")).extracting((event) -> new String(event.payload())).containsExactly("\"shop-1\"");
	}

	@Test
	void leavesOtherEventsAndEntitiesAlone() {
		this.context.publishEvent("text");
		this.context.publishEvent(new Parcel("p-1"));

		assertThat(cluster.rows("")).isEmpty();
	}

	@Test
	void isNotAskedAboutOtherEvents() {
		ApplicationEventPublication publication = this.context.getApplicationListeners()
			.stream()
			.filter(ApplicationEventPublication.class::isInstance)
			.map(ApplicationEventPublication.class::cast)
			.findFirst()
			.orElseThrow();

		assertThat(publication.supportsEventType(ResolvableType.forClass(ApplicationEvent.class))).isFalse();
		assertThat(publication.supportsEventType(ResolvableType.forClass(Closed.class))).isTrue();
		assertThat(publication.supportsAsyncExecution()).isFalse();
	}

	private static List<StoredEvent> events(String type) {
		return cluster.rows("event:" + type + ":").stream().map((row) -> EventCodec.decode(row.value())).toList();
	}

	@TitoEvent(type = "shipped", key = "customer")
	@TitoEvent(type = "audit")
	record Shipped(String order, String customer) {

	}

	@TitoEntity("parcel")
	@TitoEvent(type = "parcel")
	record Parcel(@Id String id) {

	}

	@TitoEvent(type = "closed", payload = "shop")
	static final class Closed extends ApplicationEvent {

		private static final long serialVersionUID = 1L;

		private final String shop;

		Closed(Object source, String shop) {
			super(source);
			this.shop = shop;
		}

		String shop() {
			return this.shop;
		}

	}

}
