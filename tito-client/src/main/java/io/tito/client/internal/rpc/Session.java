package io.tito.client.internal.rpc;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.tito.client.ClientSettings;
import io.tito.client.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tikv.common.TiConfiguration;
import org.tikv.common.TiSession;
import org.tikv.kvproto.Kvrpcpb;
import org.tikv.shade.io.grpc.ManagedChannel;
import org.tikv.shade.io.grpc.inprocess.InProcessChannelBuilder;

/**
 * The session of the TiKV library: it owns the channels, one for each address.
 * Thread-safe.
 */
public final class Session implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Session.class);

	private static final int MAX_INBOUND_BYTES = 64 << 20;

	private final TiSession session;

	private final ClientSettings settings;

	private final Map<String, StoreConnection> stores = new ConcurrentHashMap<>();

	private final Map<String, ManagedChannel> local = new ConcurrentHashMap<>();

	private Session(TiSession session, ClientSettings settings) {
		this.session = session;
		this.settings = settings;
	}

	/**
	 * Open a session.
	 * @param addresses {@code host:port} of PD servers that answer
	 * @param settings time-outs and ways to servers
	 * @return the session
	 */
	public static Session open(List<String> addresses, ClientSettings settings) {
		try {
			return new Session(TiSession.create(configuration(addresses, settings)), settings);
		}
		catch (RuntimeException ex) {
			throw new StoreUnavailableException("Could not open a session with PD at " + String.join(", ", addresses)
					+ ": " + ex.getMessage() + ". Check the addresses", ex);
		}
	}

	private static TiConfiguration configuration(List<String> addresses, ClientSettings settings) {
		Duration requestTimeout = settings.requestTimeout();
		TiConfiguration configuration = TiConfiguration.createDefault(String.join(",", addresses));
		configuration.setTimeout(requestTimeout.toMillis());
		configuration.setPdFirstGetMemberTimeout(settings.connectTimeout().toMillis());
		configuration.setCommandPriority(Kvrpcpb.CommandPri.Normal);
		configuration.setMaxFrameSize(MAX_INBOUND_BYTES);
		configuration.setGrpcHealthCheckTimeout((int) requestTimeout.toMillis());
		configuration.setHealthCheckPeriodDuration(30_000);
		configuration.setWarmUpEnable(false);
		if (!settings.hostMapping().isEmpty()) {
			configuration.setHostMapping(new MappedAddresses(settings.hostMapping()));
		}
		return configuration;
	}

	/**
	 * The way to a server.
	 * @param address its {@code host:port} as PD knows it
	 * @return the channel, one for each server
	 */
	public ManagedChannel channel(String address) {
		String name = this.settings.localServers().get(address);
		if (name != null) {
			return this.local.computeIfAbsent(name,
					(server) -> InProcessChannelBuilder.forName(server)
						.directExecutor()
						.disableRetry()
						.maxInboundMessageSize(MAX_INBOUND_BYTES)
						.build());
		}
		return this.session.getChannelFactory().getChannel(address, this.session.getPDClient().getHostMapping());
	}

	public StoreConnection store(String address) {
		return this.stores.computeIfAbsent(address, (where) -> new StoreConnection(where, channel(where),
				this.settings.requestTimeout(), this.settings.localServers().containsKey(where)));
	}

	@Override
	public void close() {
		this.stores.values().forEach(StoreConnection::close);
		this.local.values().forEach(ManagedChannel::shutdownNow);
		try {
			this.session.close();
		}
		catch (Exception ex) {
			logger.warn("The connections to TiKV could not be closed properly", ex);
		}
	}

}
