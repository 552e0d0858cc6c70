package io.tito.listener.schedule;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.tito.annotation.StartPosition;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.cluster.ClusterMember;
import io.tito.cluster.ClusterSettings;
import io.tito.key.Key;
import io.tito.key.Namespace;
import io.tito.listener.EventHandler;
import io.tito.listener.EventMetadata;
import io.tito.listener.EventOutcome;
import io.tito.listener.ReceivedEvent;
import io.tito.listener.container.ListenerDefinition;
import io.tito.listener.container.ListenerOverrides;
import io.tito.listener.container.ListenerSettings;
import io.tito.listener.container.TitoListenerContainerRegistry;
import io.tito.listener.schedule.Happening.Kind;
import io.tito.log.EventId;
import io.tito.log.EventLog;
import io.tito.log.EventLogOperations;
import io.tito.log.EventTypes;
import io.tito.log.LogKeys;
import io.tito.log.LogListener;
import io.tito.log.TypeSettings;
import io.tito.log.write.EventWriter;
import io.tito.log.write.NewEvent;
import io.tito.transaction.TitoTransactionManager;
import org.jspecify.annotations.Nullable;

/**
 * One instance of an application, as it runs in production: its pollers and threads are
 * its own. It writes to a history what its handlers do.
 */
final class Node implements AutoCloseable {

	static final String TYPE = "order";

	/** The group whose handlers write to TiKV, in the acknowledging transaction. */
	static final String LEDGER = "ledger";

	/** The group in the default mode. */
	static final String MAIL = "mail";

	/** A group in the default mode that nobody listens to for a while. */
	static final String ARCHIVE = "archive";

	static final List<String> GROUPS = List.of(LEDGER, MAIL);

	final TitoClient client;

	final Namespace namespace;

	final EventLog log;

	final EventLogOperations operations;

	final EventWriter writer;

	private final History history;

	private final Handling handling;

	private final ClusterMember member;

	private final TitoTransactionManager transactions;

	private final TitoListenerContainerRegistry registry;

	Node(String name, TitoClient client, Namespace namespace, Setup setup, History history, Handling handling) {
		this.client = client;
		this.namespace = namespace;
		this.history = history;
		this.handling = handling;
		LogKeys keys = new LogKeys(namespace);
		EventTypes types = new EventTypes(client, keys, (type) -> setup.type());
		this.log = new EventLog(client, keys, types);
		this.operations = new EventLogOperations(this.log);
		this.member = new ClusterMember(client, namespace, name, setup.cluster());
		this.transactions = new TitoTransactionManager(client);
		this.registry = new TitoListenerContainerRegistry(this.log, this.member, this.transactions,
				(listener) -> setup.listener(), LogListener.NONE);
		this.writer = new EventWriter(client, types, keys, this.registry, LogListener.NONE);
	}

	/**
	 * How all instances of a schedule are set up.
	 */
	record Setup(TypeSettings type, ListenerSettings listener, ClusterSettings cluster) {

	}

	/**
	 * What else happens while an event is handled.
	 */
	interface Handling {

		void handle(String event, EventMetadata metadata) throws Exception;

	}

	Node listen(String... groups) {
		for (String group : groups) {
			this.registry.register(new ListenerDefinition(group, TYPE, group, StartPosition.EARLIEST,
					group.equals(LEDGER), ListenerOverrides.NONE, (EventHandler) this::handle, "Node." + group));
		}
		return this;
	}

	Node start() {
		this.member.start();
		this.registry.start();
		return this;
	}

	/**
	 * Whether a group has nothing left to do.
	 */
	boolean isDone(String group) {
		var lag = this.operations.lag(TYPE, group);
		return lag.pending() == 0 && lag.parked() == 0;
	}

	EventId append(Transaction transaction, String event, @Nullable Instant due) {
		transaction.put(Aftermath.published(this.namespace, event), bytes(event));
		return this.writer.append(transaction,
				new NewEvent(TYPE, Names.lane(event), null, null, null, due, "text", Map.of(), bytes(event)));
	}

	private EventOutcome handle(ReceivedEvent received) throws Exception {
		String event = Aftermath.text(received.payload());
		EventMetadata metadata = received.metadata();
		this.history.add(Kind.DELIVERED, event, metadata);
		try {
			if (metadata.group().equals(LEDGER)) {
				takeEffect(event, metadata.epoch());
			}
			this.handling.handle(event, metadata);
		}
		catch (Throwable ex) {
			this.history.add(Kind.FAILED, event, metadata);
			throw ex;
		}
		this.history.add(Kind.HANDLED, event, metadata);
		return EventOutcome.done();
	}

	private void takeEffect(String event, long epoch) {
		Key row = Aftermath.effect(this.namespace, Names.lane(event));
		this.transactions.execute((transaction) -> {
			byte[] stored = transaction.get(row);
			String before = (stored != null) ? Aftermath.text(stored) : "";
			transaction.put(row, bytes(Aftermath.append(before, event, epoch)));
			return Boolean.TRUE;
		});
	}

	/**
	 * Die without giving anything back: no request leaves this instance any more.
	 */
	void die() {
		this.client.close();
		this.registry.stop(() -> {
		});
		this.registry.destroy();
		this.member.close();
	}

	@Override
	public void close() {
		this.registry.stop();
		this.member.close();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
