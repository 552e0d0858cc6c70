package io.tito.embedded;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.tito.embedded.fault.Calls;
import io.tito.embedded.fault.Faults;
import io.tito.embedded.local.LocalChannel;
import io.tito.embedded.mvcc.TransactionCommands;
import io.tito.embedded.pd.Oracle;
import io.tito.embedded.pd.PdService;
import io.tito.embedded.pd.Regions;
import io.tito.embedded.pd.SafePoints;
import io.tito.embedded.pd.Topology;
import io.tito.embedded.raw.RawCommands;
import io.tito.embedded.rpc.Commands;
import io.tito.embedded.rpc.Stores;
import io.tito.embedded.storage.MemoryStorage;
import io.tito.embedded.storage.SharedStorage;
import io.tito.embedded.storage.Storage;
import io.tito.embedded.storage.rocks.RocksStorage;
import io.tito.embedded.tls.ServerTls;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tikv.shade.io.grpc.ManagedChannel;
import org.tikv.shade.io.netty.handler.ssl.SslContext;

/**
 * A cluster of PD and TiKV inside this JVM, for development and tests. Any TiKV client
 * can use it, from this process or another.
 * <p>
 * Behaves as TiKV does as far as a client can tell. What it stores is in memory and gone
 * after {@link #close()}, unless it has a data directory. Listens on 127.0.0.1 unless
 * told otherwise: it asks nobody for a password, nor for a certificate unless
 * {@link Builder#tlsClientCa} is set. Thread-safe.
 */
public final class EmbeddedTikv implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(EmbeddedTikv.class);

	private final Builder settings;

	private final @Nullable SslContext tls;

	private final SharedStorage storage;

	private final Oracle oracle;

	private final Faults faults;

	private final Topology topology;

	private final Regions regions;

	private final SafePoints safePoints;

	private final PdService pd;

	private volatile TransactionCommands commands;

	private final Map<Long, Integer> ports = new ConcurrentHashMap<>();

	private volatile Stores stores;

	private boolean closed;

	private EmbeddedTikv(Builder settings) {
		this.settings = settings;
		this.tls = (settings.tls != null) ? settings.tls.context() : null;
		this.storage = new SharedStorage(settings.openStorage());
		try {
			this.oracle = new Oracle(settings.clock, this.storage.clusterState());
			this.faults = new Faults(this.oracle, (key) -> this.commands.dump(key));
			this.topology = new Topology(settings.clusterId, settings.stores, this.storage.clusterState(),
					this::address);
			this.regions = new Regions(this.topology);
			this.safePoints = new SafePoints(this.storage.clusterState(),
					(safePoint) -> this.commands.collect(safePoint));
			this.pd = new PdService(new Calls(this.faults), this.topology, this.oracle, this.safePoints,
					(this.tls != null) ? "https" : "http");
			this.commands = newCommands();
			this.stores = serve();
			this.topology.storeIds().forEach((store) -> this.ports.put(store, this.stores.port(store)));
		}
		catch (RuntimeException ex) {
			this.storage.close();
			throw ex;
		}
		logger.info("Embedded TiKV listens on {}", address());
	}

	private TransactionCommands newCommands() {
		TransactionCommands fresh = new TransactionCommands(this.storage, this.oracle::limit,
				this.faults::isMaxTimestampSynced, this.oracle.next());
		fresh.collectedUntil(this.safePoints.get());
		return fresh;
	}

	private Stores serve() {
		return Stores.start(new Listening(), new Calls(this.faults), this.pd, this.topology,
				new Commands(this.commands, new RawCommands(this.storage), this.storage));
	}

	public static Builder builder() {
		return new Builder();
	}

	/**
	 * The address for clients: of PD, and of the store that PD tells them.
	 * @return {@code host:port}
	 */
	public String address() {
		return address(this.topology.storeIds().get(0));
	}

	private String address(long store) {
		return this.settings.advertisedHost() + ":" + this.ports.get(store);
	}

	public int port() {
		return this.ports.getOrDefault(this.topology.storeIds().get(0), 0);
	}

	public long clusterId() {
		return this.settings.clusterId;
	}

	/**
	 * Open a channel to what is at {@link #address()}, without a network, hence much
	 * faster: calls run on the threads that make them. A restart of the server breaks its
	 * calls, not the channel. Nothing is encrypted, and faults happen as on the network.
	 * @return the channel, to be shut down by the caller; see {@link LocalChannel} for
	 * what a caller must not do
	 */
	public ManagedChannel localChannel() {
		return localChannel(this.topology.storeIds().get(0));
	}

	/**
	 * Open a channel to one store, as {@link #localChannel()} does to the first.
	 * @param store the store's id
	 * @return the channel
	 * @throws IllegalArgumentException if there is no such store
	 */
	public ManagedChannel localChannel(long store) {
		this.stores.inside(store);
		return new LocalChannel(() -> this.stores.inside(store), address(store));
	}

	/**
	 * How to open channels to all stores as {@link #localChannel()} does.
	 * @return what opens a channel, by the store's address as PD tells it
	 */
	public Map<String, Supplier<?>> localChannels() {
		return this.topology.storeIds()
			.stream()
			.collect(Collectors.toMap(this::address, (store) -> () -> localChannel(store)));
	}

	/**
	 * The regions, to split, merge and move them.
	 * @return the regions
	 */
	public Regions regions() {
		return this.regions;
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
		this.stores.close();
		this.commands.losePessimisticLocks();
		this.commands.close();
		this.commands = newCommands();
		this.stores = serve();
		logger.info("Embedded TiKV listens on {} again", address());
	}

	/**
	 * Stop. What was in memory only is gone.
	 */
	@Override
	public synchronized void close() {
		if (!this.closed) {
			this.closed = true;
			this.stores.close();
			this.commands.close();
			this.storage.close();
			logger.info("Embedded TiKV has stopped");
		}
	}

	/**
	 * Where the stores listen: the same ports again after a restart.
	 */
	private final class Listening implements Stores.Listen {

		@Override
		public InetSocketAddress address(long store) {
			int first = (store == EmbeddedTikv.this.topology.storeIds().get(0)) ? EmbeddedTikv.this.settings.port : 0;
			return new InetSocketAddress(EmbeddedTikv.this.settings.host,
					EmbeddedTikv.this.ports.getOrDefault(store, first));
		}

		@Override
		public @Nullable SslContext tls() {
			return EmbeddedTikv.this.tls;
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

		private int stores = 1;

		private long clusterId = 1;

		private InstantSource clock = InstantSource.system();

		private @Nullable Path dataDirectory;

		private @Nullable ServerTls tls;

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

		/**
		 * Set how many stores there are. The first listens on the port, the others on
		 * free ones.
		 * @param stores how many
		 * @return this
		 */
		public Builder stores(int stores) {
			if (stores < 1) {
				throw new IllegalArgumentException("A cluster has at least one store, not " + stores);
			}
			this.stores = stores;
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
		 * Set where to keep what is stored, so that it survives the process and its
		 * crash. Needs {@code org.rocksdb:rocksdbjni} on the class path. One server at a
		 * time uses a directory.
		 * @param directory the directory, made if it is not there; by default everything
		 * is in memory
		 * @return this
		 */
		public Builder dataDirectory(Path directory) {
			this.dataDirectory = directory;
			return this;
		}

		/**
		 * Encrypt what goes over the network, and let clients check who answers. Inside
		 * this JVM, by {@link EmbeddedTikv#localChannel()}, nothing is encrypted.
		 * @param certificateChain PEM file of the server's certificate, then of those
		 * that vouch for it
		 * @param privateKey PEM file of its key, PKCS#8 without a password
		 * @return this
		 */
		public Builder tls(Path certificateChain, Path privateKey) {
			this.tls = new ServerTls(certificateChain, privateKey, null);
			return this;
		}

		/**
		 * Let in only clients with a certificate. Set {@link #tls} first.
		 * @param clientCa PEM file of who vouches for clients
		 * @return this
		 */
		public Builder tlsClientCa(Path clientCa) {
			if (this.tls == null) {
				throw new IllegalStateException("Clients can be asked for a certificate only with TLS: call tls first");
			}
			this.tls = new ServerTls(this.tls.certificateChain(), this.tls.privateKey(), clientCa);
			return this;
		}

		/**
		 * Start a server.
		 * @return the server, which accepts connections
		 * @throws java.io.UncheckedIOException if the address cannot be had, the data
		 * directory is another's, damaged or in use, or a file for TLS cannot be used
		 */
		public EmbeddedTikv start() {
			return new EmbeddedTikv(this);
		}

		private Storage openStorage() {
			if (this.dataDirectory == null) {
				return new MemoryStorage();
			}
			try {
				return RocksStorage.open(this.dataDirectory, this.clusterId);
			}
			catch (NoClassDefFoundError ex) {
				throw new IllegalStateException(
						"A data directory needs RocksDB; add org.rocksdb:rocksdbjni to the class path", ex);
			}
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
