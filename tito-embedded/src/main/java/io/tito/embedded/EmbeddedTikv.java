package io.tito.embedded;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.UUID;

import io.tito.embedded.fault.Calls;
import io.tito.embedded.fault.Faults;
import io.tito.embedded.mvcc.TransactionCommands;
import io.tito.embedded.pd.Oracle;
import io.tito.embedded.pd.PdService;
import io.tito.embedded.pd.Topology;
import io.tito.embedded.rpc.RpcServer;
import io.tito.embedded.rpc.Services;
import io.tito.embedded.storage.MemoryStorage;
import io.tito.embedded.storage.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cluster of PD and TiKV inside this JVM, for development and tests. Any TiKV client
 * can use it, from this process or another.
 * <p>
 * Behaves as TiKV does as far as a client can tell. What it stores is in memory and gone
 * after {@link #close()}. Listens on 127.0.0.1 unless told otherwise: it asks nobody for
 * a password. Thread-safe.
 */
public final class EmbeddedTikv implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(EmbeddedTikv.class);

	private final Builder settings;

	private final Storage storage = new MemoryStorage();

	private final String localName = "tito-embedded-" + UUID.randomUUID();

	private final Oracle oracle;

	private final Faults faults;

	private final Topology topology;

	private final PdService pd;

	private volatile TransactionCommands commands;

	private volatile int port;

	private RpcServer server;

	private boolean closed;

	private EmbeddedTikv(Builder settings) {
		this.settings = settings;
		this.oracle = new Oracle(settings.clock);
		this.faults = new Faults(this.oracle::advance, (key) -> this.commands.dump(key));
		this.topology = new Topology(settings.clusterId, this::address);
		this.pd = new PdService(new Calls(this.faults), this.topology, this.oracle);
		this.commands = newCommands();
		this.server = serve(settings.port);
		this.port = this.server.port();
		logger.info("Embedded TiKV listens on {}", address());
	}

	private TransactionCommands newCommands() {
		return new TransactionCommands(this.storage, this.oracle::limit, this.oracle.next());
	}

	private RpcServer serve(int port) {
		Services services = Services.of(new Calls(this.faults), this.pd, this.topology, this.commands);
		return RpcServer.start(new InetSocketAddress(this.settings.host, port), this.localName, services);
	}

	public static Builder builder() {
		return new Builder();
	}

	/**
	 * The address for clients: of PD, and of the store that PD tells them.
	 * @return {@code host:port}
	 */
	public String address() {
		return this.settings.advertisedHost() + ":" + port();
	}

	public int port() {
		return this.port;
	}

	public long clusterId() {
		return this.settings.clusterId;
	}

	/**
	 * The name under which the same services are reached inside this JVM, with gRPC's
	 * in-process channel: without a network, hence much faster.
	 * @return the name
	 */
	public String localName() {
		return this.localName;
	}

	/**
	 * What a test may do to this server.
	 * @return faults and counters
	 */
	public Faults faults() {
		return this.faults;
	}

	/**
	 * Break all connections and serve again on the same port, as after a crash: what was
	 * written stays, pessimistic locks are lost, the greatest timestamp read at becomes a
	 * fresh one.
	 */
	public synchronized void restart() {
		if (this.closed) {
			throw new IllegalStateException("The embedded server is closed; start another one");
		}
		this.server.close();
		this.commands.losePessimisticLocks();
		this.commands.close();
		this.commands = newCommands();
		this.server = serve(this.port);
		logger.info("Embedded TiKV listens on {} again", address());
	}

	/**
	 * Stop, and forget everything.
	 */
	@Override
	public synchronized void close() {
		if (!this.closed) {
			this.closed = true;
			this.server.close();
			this.commands.close();
			logger.info("Embedded TiKV has stopped");
		}
	}

	/**
	 * Settings of a server. The defaults suit a test: a free port on 127.0.0.1.
	 */
	public static final class Builder {

		private static final String ANY_ADDRESS = "0.0.0.0";

		private String host = "127.0.0.1";

		private String advertise = "";

		private int port;

		private long clusterId = 1;

		private InstantSource clock = InstantSource.system();

		private Builder() {
		}

		/**
		 * Set where to listen.
		 * @param host a name or address of this machine, {@code 0.0.0.0} for all of them
		 * @return this
		 */
		public Builder host(String host) {
			this.host = host;
			return this;
		}

		/**
		 * Set the host that clients are told.
		 * @param host how others reach this machine; by default the host it listens on
		 * @return this
		 */
		public Builder advertise(String host) {
			this.advertise = host;
			return this;
		}

		public Builder port(int port) {
			this.port = port;
			return this;
		}

		public Builder clusterId(long clusterId) {
			this.clusterId = clusterId;
			return this;
		}

		/**
		 * Set the clock of the timestamp oracle. Timestamps increase even if it stands
		 * still.
		 * @param clock the clock, by default the machine's
		 * @return this
		 */
		public Builder clock(InstantSource clock) {
			this.clock = clock;
			return this;
		}

		/**
		 * Reserved: where to keep what is stored.
		 * @param directory the directory
		 * @return never
		 * @throws UnsupportedOperationException always
		 */
		public Builder dataDirectory(Path directory) {
			throw new UnsupportedOperationException("The embedded server keeps everything in memory and cannot use '"
					+ directory + "' yet; leave the data directory out");
		}

		/**
		 * Start a server.
		 * @return the server, which accepts connections
		 * @throws java.io.UncheckedIOException if the address cannot be had
		 */
		public EmbeddedTikv start() {
			return new EmbeddedTikv(this);
		}

		private String advertisedHost() {
			if (!this.advertise.isEmpty()) {
				return this.advertise;
			}
			if (this.host.equals(ANY_ADDRESS)) {
				return "127.0.0.1";
			}
			return this.host.contains(":") ? "[" + this.host + "]" : this.host;
		}

	}

}
