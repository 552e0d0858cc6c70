package io.tito.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.tito.codec.jackson.JacksonValueCodec;
import io.tito.log.EventCodec;
import io.tito.log.EventId;
import io.tito.log.EventTypes;
import io.tito.log.LogKeys;
import io.tito.log.LogListener;
import io.tito.log.StoredEvent;
import io.tito.log.TypeSettings;
import io.tito.log.write.EventWriter;
import io.tito.testing.TestCluster;
import io.tito.transaction.TitoTransactionManager;

import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * An outbox in a test's own namespace, and what it stored.
 */
final class OutboxFixture {

	final TransactionTemplate transactions;

	final Outbox outbox;

	private final TestCluster cluster;

	private final TitoTransactionManager manager;

	OutboxFixture(TestCluster cluster) {
		this.cluster = cluster;
		LogKeys keys = new LogKeys(cluster.namespace());
		EventTypes types = new EventTypes(cluster.client(), keys, (type) -> TypeSettings.DEFAULTS);
		types.settings("order");
		EventWriter writer = new EventWriter(cluster.client(), types, keys, (type, partition) -> {
		}, LogListener.NONE);
		this.manager = new TitoTransactionManager(cluster.client());
		this.transactions = new TransactionTemplate(this.manager);
		this.outbox = new TransactionalOutbox(this.manager, writer,
				new JacksonValueCodec(JacksonValueCodec.mapperBuilder().build()));
	}

	static OutboundEvent reminder(String key) {
		return OutboundEvent.of("order", key, new Reminder("o-1"));
	}

	EventId publish(String key) {
		return this.outbox.publish(reminder(key).header("trace", "7"));
	}

	EventId schedule(Duration in) {
		Instant due = this.cluster.client().timestamp().instant().plus(in);
		return this.outbox.publish(reminder("ann").at(due));
	}

	/**
	 * Transactions beside the one around.
	 */
	TransactionTemplate newTransactions() {
		TransactionTemplate fresh = new TransactionTemplate(this.manager);
		fresh.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		return fresh;
	}

	List<StoredEvent> events() {
		return this.cluster.rows("event:").stream().map((row) -> EventCodec.decode(row.value())).toList();
	}

}
