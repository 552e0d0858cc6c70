package io.tito.testing;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.tito.client.ClientListener;
import io.tito.client.ClientSettings;
import io.tito.client.Entry;
import io.tito.client.Scan;
import io.tito.client.TitoClient;
import io.tito.client.connect.TitoConnector;
import io.tito.embedded.EmbeddedTikv;
import io.tito.embedded.fault.Faults;
import io.tito.embedded.pd.Regions;
import io.tito.key.Key;
import io.tito.key.Namespace;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An embedded server and a client of it for the tests of one class; each test has a
 * namespace of its own. To be registered as a static field.
 */
public final class TestCluster implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

	private static final AtomicInteger namespaces = new AtomicInteger();

	private EmbeddedTikv server;

	private TitoClient client;

	private Namespace namespace = new Namespace("none");

	@Override
	public void beforeAll(ExtensionContext context) {
		this.server = EmbeddedTikv.builder().start();
		this.client = connect();
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		this.namespace = new Namespace("test" + namespaces.incrementAndGet());
	}

	@Override
	public void afterEach(ExtensionContext context) {
		faults().clear();
	}

	@Override
	public void afterAll(ExtensionContext context) {
		this.client.close();
		this.server.close();
	}

	public TitoClient client() {
		return this.client;
	}

	public Namespace namespace() {
		return this.namespace;
	}

	public Faults faults() {
		return this.server.faults();
	}

	public Regions regions() {
		return this.server.regions();
	}

	/**
	 * Another client of the same server, as another instance would have.
	 * @return a client that the caller closes
	 */
	public TitoClient connect() {
		// patient, for a machine that is busy with other tests
		return TitoConnector.connect(new ClientSettings(List.of(this.server.address()), Duration.ofSeconds(30),
				Duration.ofSeconds(10), ClientListener.NONE));
	}

	/**
	 * Another client whose requests are heard.
	 * @param listener hears them
	 * @return a client that the caller closes
	 */
	public TitoClient connect(ClientListener listener) {
		return TitoConnector.connect(new ClientSettings(List.of(this.server.address()), Duration.ofSeconds(30),
				Duration.ofSeconds(10), listener));
	}

	/**
	 * A client that does not wait long for an answer.
	 * @param patience the deadline of one request
	 * @return a client that the caller closes
	 */
	public TitoClient connect(Duration patience) {
		return TitoConnector.connect(new ClientSettings(List.of(this.server.address()), Duration.ofSeconds(5), patience,
				ClientListener.NONE));
	}

	/**
	 * Let time jump and make the store know it, so that no later commit can have a
	 * timestamp from before the jump.
	 * @param by how far
	 */
	public void pass(Duration by) {
		faults().advanceClock(by);
		this.client.snapshot().get(Key.of(this.namespace.name()));
	}

	/**
	 * What is stored now below a prefix of this test's namespace, without the states of
	 * indexes, which stay for as long as the entity is known.
	 * @param prefix the beginning of the keys, without the namespace
	 * @return the rows
	 */
	public List<Entry> rows(String prefix) {
		Key states = Key.of(this.namespace.name() + ":meta:index:");
		return this.client.snapshot()
			.scan(Scan.prefix(Key.of(this.namespace.name() + ":" + prefix)))
			.stream()
			.filter((entry) -> !entry.key().startsWith(states))
			.toList();
	}

}
