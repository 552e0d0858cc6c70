package io.tito.benchmark.log;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.tito.annotation.StartPosition;
import io.tito.client.ClientSettings;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.client.connect.TitoConnector;
import io.tito.cluster.ClusterMember;
import io.tito.cluster.ClusterSettings;
import io.tito.key.Namespace;
import io.tito.listener.EventHandler;
import io.tito.listener.container.ListenerDefinition;
import io.tito.listener.container.ListenerOverrides;
import io.tito.listener.container.ListenerSettings;
import io.tito.listener.container.TitoListenerContainerRegistry;
import io.tito.log.EventLog;
import io.tito.log.EventLogOperations;
import io.tito.log.EventTypes;
import io.tito.log.LogKeys;
import io.tito.log.LogListener;
import io.tito.log.TypeSettings;
import io.tito.log.write.EventWriter;
import io.tito.log.write.NewEvent;
import io.tito.transaction.TitoTransactionManager;

/**
 * An application with listeners, without Spring Boot around it. The way to the server is
 * TCP, so that its work is not that of this process.
 */
final class Instance implements AutoCloseable {

	static final String TYPE = "bench";

	private static final byte[] PAYLOAD = new byte[1024];

	private static final int BATCH = 1000;

	final Requests requests = new Requests();

	final TitoClient client;

	final EventLogOperations operations;

	final TitoListenerContainerRegistry listeners;

	private final ClusterMember member;

	private final EventWriter writer;

	Instance(String address, String namespace, int partitions, ListenerSettings settings) {
		this.client = TitoConnector.connect(ClientSettings.of(address).with(this.requests));
		Namespace own = new Namespace(namespace);
		LogKeys keys = new LogKeys(own);
		EventTypes types = new EventTypes(this.client, keys, (any) -> TypeSettings.DEFAULTS.withPartitions(partitions));
		EventLog log = new EventLog(this.client, keys, types);
		this.operations = new EventLogOperations(log);
		this.member = new ClusterMember(this.client, own, "bench", ClusterSettings.DEFAULTS);
		this.listeners = new TitoListenerContainerRegistry(log, this.member, new TitoTransactionManager(this.client),
				(any) -> settings, LogListener.NONE);
		this.writer = new EventWriter(this.client, types, keys, this.listeners, LogListener.NONE);
	}

	void listen(String group, EventHandler handler) {
		this.listeners.register(new ListenerDefinition(group, TYPE, group, StartPosition.EARLIEST, false,
				ListenerOverrides.NONE, handler, group));
	}

	void start() {
		this.member.start();
		this.listeners.start();
	}

	/**
	 * Publish many events, with keys by turns.
	 */
	void publish(int events, List<String> keys) {
		for (int done = 0; done < events; done += BATCH) {
			int from = done;
			Transaction transaction = this.client.begin();
			this.writer.appendAll(transaction,
					IntStream.range(from, Math.min(events, from + BATCH))
						.mapToObj((i) -> event(keys.get(i % keys.size())))
						.toList());
			transaction.commit();
		}
	}

	void publish(String key) {
		Transaction transaction = this.client.begin();
		this.writer.append(transaction, event(key));
		transaction.commit();
	}

	private static NewEvent event(String key) {
		return new NewEvent(TYPE, key, null, null, null, null, "bytes", Map.of(), PAYLOAD);
	}

	@Override
	public void close() {
		this.listeners.stop();
		this.member.close();
		this.client.close();
	}

}
