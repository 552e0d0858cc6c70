package io.tito.listener.container;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

import io.tito.annotation.StartPosition;
import io.tito.client.CommitOutcome;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.cluster.ClusterMember;
import io.tito.cluster.ClusterSettings;
import io.tito.listener.EventHandler;
import io.tito.listener.EventMetadata;
import io.tito.listener.retry.RetryPolicy;
import io.tito.listener.retry.RetrySettings;
import io.tito.log.EventId;
import io.tito.log.EventLog;
import io.tito.log.EventLogOperations;
import io.tito.log.EventTypes;
import io.tito.log.EventWriter;
import io.tito.log.LogKeys;
import io.tito.log.LogListener;
import io.tito.log.NewEvent;
import io.tito.log.TypeSettings;
import io.tito.testing.TestCluster;
import io.tito.transaction.TitoTransactionManager;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An instance whose poller the test runs: everything happens on the test's thread.
 */
final class TestInstance implements AutoCloseable {

	static final RetrySettings QUICK = RetrySettings.DEFAULTS.withMaxAttempts(3)
		.withPauses(Duration.ofMillis(1), 1, Duration.ofMillis(1));

	final List<String> handled = new CopyOnWriteArrayList<>();

	final List<EventMetadata> metadata = new CopyOnWriteArrayList<>();

	final List<LogListener.Outcome> outcomes = new CopyOnWriteArrayList<>();

	final TitoClient client;

	final EventLog log;

	final EventLogOperations operations;

	final EventWriter writer;

	final ClusterMember member;

	final TitoTransactionManager transactions;

	private final ListenerSettings settings;

	private final List<ListenerDefinition> listeners = new ArrayList<>();

	private @Nullable ListenerRun run;

	private @Nullable Poller poller;

	TestInstance(TestCluster cluster, String name, int partitions) {
		this(cluster, name, TypeSettings.DEFAULTS.withPartitions(partitions),
				ListenerSettings.of(ListenerSettings.Profile.BALANCED).withRetry(QUICK));
	}

	TestInstance(TestCluster cluster, String name, TypeSettings type, ListenerSettings settings) {
		this.client = cluster.client();
		LogKeys keys = new LogKeys(cluster.namespace());
		EventTypes types = new EventTypes(this.client, keys, (any) -> type);
		this.log = new EventLog(this.client, keys, types);
		this.operations = new EventLogOperations(this.log);
		this.writer = new EventWriter(this.client, types, keys, this::published, LogListener.NONE);
		this.member = new ClusterMember(this.client, cluster.namespace(), name, ClusterSettings.DEFAULTS);
		this.transactions = new TitoTransactionManager(this.client);
		this.settings = settings;
	}

	TestInstance listen(String group, boolean transactional, EventHandler handler) {
		this.log.groups().register("order", group, StartPosition.EARLIEST);
		this.member.listen("order", group);
		this.listeners.add(new ListenerDefinition("order/" + group, "order", group, StartPosition.EARLIEST,
				transactional, handler, "Test.on"));
		return this;
	}

	/**
	 * A handler that remembers what it got.
	 */
	void remember(EventMetadata event, String payloadType, byte[] payload) {
		this.metadata.add(event);
		this.handled.add(new String(payload, StandardCharsets.UTF_8));
	}

	TestInstance start() {
		return start(Runnable::run);
	}

	/**
	 * Start with handlers on other threads.
	 */
	TestInstance start(Executor executor) {
		this.member.start();
		RetryPolicy policy = new RetryPolicy(this.settings.retry());
		ListenerRun started = new ListenerRun(this.log, this.member, this.settings, executor);
		for (ListenerDefinition listener : this.listeners) {
			EventRunner runner = new EventRunner(listener, policy, new LogListener() {
				@Override
				public void handled(String type, String group, Outcome outcome, Duration elapsed) {
					TestInstance.this.outcomes.add(outcome);
				}
			});
			started.add(listener, () -> delivery(listener, runner, started));
		}
		this.run = started;
		this.poller = started.prepare();
		return this;
	}

	private Delivery delivery(ListenerDefinition listener, EventRunner runner, ListenerRun started) {
		return listener.transactional()
				? new TransactionalDelivery(new TransactionalBatch(this.transactions, runner, started::isStopping),
						runner, this.settings.batch())
				: new AtLeastOnceDelivery(runner, started.parallel(), started::isStopping, this.settings.batch());
	}

	/**
	 * Look and handle until something holds.
	 */
	void runUntil(BooleanSupplier condition) {
		long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
		while (!condition.getAsBoolean()) {
			long wait = this.poller.runOnce();
			assertThat(System.nanoTime()).as("still waiting after 20 s; handled: %s", this.handled).isLessThan(end);
			if (!condition.getAsBoolean()) {
				this.poller.await(wait);
			}
		}
	}

	/**
	 * Look and handle until told to end; then just stop, without giving anything back.
	 */
	void runWhile(BooleanSupplier alive) {
		while (alive.getAsBoolean()) {
			this.poller.await(this.poller.runOnce());
		}
	}

	long runOnce() {
		return this.poller.runOnce();
	}

	/**
	 * Look and handle until nothing is left.
	 */
	void drain(String group) {
		runUntil(() -> isDone(group));
	}

	boolean isDone(String group) {
		var lag = this.operations.lag("order", group);
		return lag.pending() == 0 && lag.parked() == 0;
	}

	int owned() {
		return this.run.ownedPartitions().size();
	}

	/**
	 * Ask everything to stop soon.
	 */
	void stop() {
		this.run.stop();
	}

	void release() {
		this.run.stop();
		this.poller.release();
	}

	EventId publish(String key, String payload) {
		return publish(key, payload, null);
	}

	EventId publish(String key, String payload, @Nullable Instant due) {
		Transaction transaction = this.client.begin();
		EventId id = append(transaction, key, payload, due);
		assertThat(transaction.commit()).isInstanceOf(CommitOutcome.Committed.class);
		return id;
	}

	EventId append(Transaction transaction, String key, String payload, @Nullable Instant due) {
		return this.writer.append(transaction, new NewEvent("order", key, null, null, null, due, "text", Map.of(),
				payload.getBytes(StandardCharsets.UTF_8)));
	}

	private void published(String type, int partition) {
		if (this.run != null) {
			this.run.published(type, partition);
		}
	}

	@Override
	public void close() {
		this.member.close();
	}

}
