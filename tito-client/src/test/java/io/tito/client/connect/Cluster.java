package io.tito.client.connect;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

import io.tito.client.ClientListener;
import io.tito.client.ClientSettings;
import io.tito.client.CommitOutcome;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.embedded.EmbeddedTikv;
import io.tito.embedded.fault.Faults;
import io.tito.key.Key;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server for each test, with as many clients as the test wants.
 */
final class Cluster implements BeforeEachCallback, AfterEachCallback {

	static final Duration PATIENCE = Duration.ofSeconds(10);

	/**
	 * The first connection of a JVM loads hundreds of classes, perhaps on a busy machine.
	 */
	private static final Duration COLD_START = Duration.ofSeconds(60);

	/** Kept here, or its level would be forgotten with it. */
	private static final Logger TRANSPORT = Logger.getLogger("org.tikv.shade.io.grpc");

	static {
		TRANSPORT.setLevel(Level.OFF);
	}

	private final List<TitoClient> clients = new ArrayList<>();

	private final String prefix = UUID.randomUUID().toString().substring(0, 8);

	private EmbeddedTikv server;

	@Override
	public void beforeEach(ExtensionContext context) {
		this.server = EmbeddedTikv.builder().start();
	}

	@Override
	public void afterEach(ExtensionContext context) {
		this.server.faults().clear();
		this.clients.forEach(TitoClient::close);
		this.clients.clear();
		this.server.close();
	}

	EmbeddedTikv server() {
		return this.server;
	}

	Faults faults() {
		return this.server.faults();
	}

	long count(String rpc) {
		return faults().requests().getOrDefault(rpc, 0L);
	}

	TitoClient connect() {
		return connect(settings());
	}

	TitoClient connect(Duration requestTimeout) {
		return connect(
				new ClientSettings(List.of(this.server.address()), PATIENCE, requestTimeout, ClientListener.NONE));
	}

	TitoClient connect(ClientSettings settings) {
		TitoClient client = TitoConnector.connect(settings);
		this.clients.add(client);
		return client;
	}

	ClientSettings settings() {
		return new ClientSettings(List.of(this.server.address()), COLD_START, PATIENCE, ClientListener.NONE);
	}

	Key key(String name) {
		return Key.of(this.prefix + ":" + name);
	}

	/**
	 * Write in a transaction of its own.
	 */
	void write(TitoClient client, Key key, String value) {
		Transaction transaction = client.begin();
		transaction.put(key, value.getBytes());
		committed(transaction);
	}

	static CommitOutcome.Committed committed(Transaction transaction) {
		CommitOutcome outcome = transaction.commit();
		assertThat(outcome).isInstanceOf(CommitOutcome.Committed.class);
		return (CommitOutcome.Committed) outcome;
	}

	static String text(byte[] value) {
		return (value != null) ? new String(value) : null;
	}

	/**
	 * Remembers what a client tells.
	 */
	static final class Told implements ClientListener {

		final List<CommitOutcome> outcomes = new CopyOnWriteArrayList<>();

		final List<Integer> trips = new CopyOnWriteArrayList<>();

		final List<String> retries = new CopyOnWriteArrayList<>();

		@Override
		public void committed(CommitOutcome outcome, int roundTrips, Duration elapsed) {
			this.outcomes.add(outcome);
			this.trips.add(roundTrips);
		}

		@Override
		public void retried(String cause) {
			this.retries.add(cause);
		}

	}

	/**
	 * Run something on a thread of its own. The common pool has a single thread on a
	 * small machine, and what waits there for another task would wait for ever.
	 */
	static <T> CompletableFuture<T> supply(Supplier<T> work) {
		return CompletableFuture.supplyAsync(work, Cluster::onNewThread);
	}

	static CompletableFuture<Void> run(Runnable work) {
		return CompletableFuture.runAsync(work, Cluster::onNewThread);
	}

	private static void onNewThread(Runnable work) {
		Thread thread = new Thread(work, "concurrent");
		thread.setDaemon(true);
		thread.start();
	}

}
