package io.tito.listener.container;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

import io.micrometer.observation.ObservationRegistry;
import io.tito.annotation.StartPosition;
import io.tito.client.CommitOutcome;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.cluster.ClusterMember;
import io.tito.cluster.ClusterSettings;
import io.tito.cluster.Membership;
import io.tito.listener.EventHandler;
import io.tito.listener.EventMetadata;
import io.tito.listener.EventOutcome;
import io.tito.listener.ListenerHandler;
import io.tito.listener.observation.ListenerObservations;
import io.tito.listener.retry.RetrySettings;
import io.tito.log.EventId;
import io.tito.log.EventLog;
import io.tito.log.EventLogOperations;
import io.tito.log.EventTypes;
import io.tito.log.LogKeys;
import io.tito.log.LogListener;
import io.tito.log.TypeSettings;
import io.tito.log.write.EventWriter;
import io.tito.log.write.NewEvent;
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

	/** What the listeners see of the member. */
	Membership membership;

	private final List<ListenerDefinition> listeners = new ArrayList<>();

	private @Nullable ListenerRun run;

	private @Nullable Poller poller;

	TestInstance(TestCluster cluster, String name, int partitions) {
		this(cluster, name, TypeSettings.DEFAULTS.withPartitions(partitions),
				ListenerSettings.of(ListenerSettings.Profile.BALANCED).withRetry(QUICK));
	}

	TestInstance(TestCluster cluster, String name, TypeSettings type, ListenerSettings settings) {
		this(cluster, cluster.client(), name, type, settings);
	}

	TestInstance(TestCluster cluster, TitoClient client, String name, TypeSettings type, ListenerSettings settings) {
		this.client = client;
		LogKeys keys = new LogKeys(cluster.namespace());
		EventTypes types = new EventTypes(this.client, keys, (any) -> type);
		this.log = new EventLog(this.client, keys, types);
		this.operations = new EventLogOperations(this.log);
		this.writer = new EventWriter(this.client, types, keys, this::published, LogListener.NONE);
		this.member = new ClusterMember(this.client, cluster.namespace(), name, ClusterSettings.DEFAULTS);
		this.membership = this.member;
		this.transactions = new TitoTransactionManager(this.client);
		this.settings = settings;
	}

	/**
	 * A handler that says no more than that it is done.
	 */
	interface Handler {

		void handle(EventMetadata event, String payloadType, byte[] payload) throws Exception;

	}

	TestInstance listen(String group, boolean transactional, Handler handler) {
		return listen(group, transactional, (EventHandler) (event) -> {
			handler.handle(event.metadata(), event.payloadType(), event.payload());
			return EventOutcome.done();
		});
	}

	TestInstance listen(String group, boolean transactional, ListenerHandler handler) {
		this.log.groups().register("order", group, StartPosition.EARLIEST);
		this.member.listen("order", group);
		this.listeners.add(new ListenerDefinition("order/" + group, "order", group, StartPosition.EARLIEST,
				transactional, ListenerOverrides.NONE, handler, "Test.on"));
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
		ListenerRun started = new ListenerRun(new ListenerRun.Services(this.log, this.membership, this.transactions,
				new ListenerObservations(ObservationRegistry.NOOP), new LogListener() {
					@Override
					public void handled(String type, String group, Outcome outcome, Duration elapsed) {
						TestInstance.this.outcomes.add(outcome);
					}
				}), executor);
		for (ListenerDefinition listener : this.listeners) {
			ListenerContainer container = new ListenerContainer(listener, this.settings);
			container.start(true);
			started.add(container);
		}
		this.run = started;
		this.poller = started.prepare();
		return this;
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

	void runOnceAndWait() {
		this.poller.await(this.poller.runOnce());
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

	Set<Integer> ownedPartitions() {
		Set<Integer> numbers = new TreeSet<>();
		this.run.ownedPartitions().forEach((id) -> numbers.add(id.partition()));
		return numbers;
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
