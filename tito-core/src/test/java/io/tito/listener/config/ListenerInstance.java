package io.tito.listener.config;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import io.tito.annotation.StartPosition;
import io.tito.client.CommitOutcome;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.cluster.ClusterMember;
import io.tito.cluster.ClusterSettings;
import io.tito.listener.EventHandler;
import io.tito.listener.EventOutcome;
import io.tito.listener.container.ListenerDefinition;
import io.tito.listener.container.ListenerOverrides;
import io.tito.listener.container.ListenerSettings;
import io.tito.listener.container.ListenerStep;
import io.tito.listener.container.ListenerSteps;
import io.tito.listener.container.TitoListenerContainerRegistry;
import io.tito.log.EventLog;
import io.tito.log.EventLogOperations;
import io.tito.log.EventTypes;
import io.tito.log.LogKeys;
import io.tito.log.LogListener;
import io.tito.log.PartitionId;
import io.tito.log.TypeSettings;
import io.tito.log.write.EventWriter;
import io.tito.log.write.NewEvent;
import io.tito.testing.TestCluster;
import io.tito.transaction.TitoTransactionManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An instance with a registry of listeners, which remembers what they handled.
 */
final class ListenerInstance implements AutoCloseable {

	static final Duration SOON = Duration.ofSeconds(20);

	private final TitoClient client;

	final List<String> handled = new CopyOnWriteArrayList<>();

	private final EventLog log;

	final EventLogOperations operations;

	private final ClusterMember member;

	private final EventWriter writer;

	final TitoListenerContainerRegistry registry;

	ListenerInstance(TestCluster cluster, String name) {
		this(cluster, name, 4);
	}

	ListenerInstance(TestCluster cluster, String name, int partitions) {
		this.client = cluster.client();
		LogKeys keys = new LogKeys(cluster.namespace());
		EventTypes types = new EventTypes(this.client, keys,
				(type) -> TypeSettings.DEFAULTS.withPartitions(partitions));
		this.log = new EventLog(this.client, keys, types);
		this.operations = new EventLogOperations(this.log);
		this.member = new ClusterMember(this.client, cluster.namespace(), name, ClusterSettings.DEFAULTS);
		this.registry = new TitoListenerContainerRegistry(this.log, this.member,
				new TitoTransactionManager(this.client),
				(listener) -> ListenerSettings.of(ListenerSettings.Profile.LOW_LATENCY), LogListener.NONE);
		this.writer = new EventWriter(this.client, types, keys, this.registry, LogListener.NONE);
		this.member.start();
	}

	ListenerInstance listen(String group) {
		return listen(group, (event) -> {
			this.handled.add(group + " " + new String(event.payload(), StandardCharsets.UTF_8));
			return EventOutcome.done();
		});
	}

	ListenerInstance listen(String group, EventHandler handler) {
		this.registry.register(new ListenerDefinition(group, "order", group, StartPosition.EARLIEST, false,
				ListenerOverrides.NONE, handler, "Test.on"));
		return this;
	}

	void publish(String payload) {
		publish("ann", payload);
	}

	void publish(String key, String payload) {
		Transaction transaction = this.client.begin();
		this.writer.append(transaction, new NewEvent("order", key, null, null, null, null, "text", Map.of(),
				payload.getBytes(StandardCharsets.UTF_8)));
		assertThat(transaction.commit()).isInstanceOf(CommitOutcome.Committed.class);
	}

	long owned(String group) {
		return this.registry.ownedPartitions().stream().filter((id) -> id.group().equals(group)).count();
	}

	long stillOwnedInTheStore(String group) {
		var partitions = IntStream.range(0, 4)
			.mapToObj((partition) -> new PartitionId("order", group, partition))
			.toList();
		var sweep = this.log.sweep(partitions, Map.of());
		return partitions.stream().filter((id) -> !sweep.state(id).isReleased()).count();
	}

	ListenerStep stepUntilIdle(ListenerSteps steps) throws InterruptedException {
		long end = System.nanoTime() + SOON.toNanos();
		ListenerStep step = steps.next(SOON);
		while (!step.isIdle()) {
			assertThat(System.nanoTime()).as("handled: %s", this.handled).isLessThan(end);
			step = steps.next(SOON);
		}
		return step;
	}

	void awaitUntil(BooleanSupplier condition) {
		long end = System.nanoTime() + SOON.toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as("handled: %s", this.handled).isLessThan(end);
			Thread.onSpinWait();
		}
	}

	@Override
	public void close() {
		this.registry.destroy();
		this.member.close();
	}

}
