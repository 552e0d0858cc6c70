package io.tito.client.internal.rpc;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.tito.client.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tikv.common.TiConfiguration;
import org.tikv.common.TiSession;
import org.tikv.kvproto.Kvrpcpb;
import org.tikv.shade.io.grpc.ManagedChannel;

/**
 * The session of the TiKV library: it owns the channels, one for each address.
 * Thread-safe.
 */
public final class Session implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Session.class);

	private static final int MAX_INBOUND_BYTES = 64 << 20;

	private final TiSession session;

	private final Duration requestTimeout;

	private final Map<String, StoreConnection> stores = new ConcurrentHashMap<>();

	private Session(TiSession session, Duration requestTimeout) {
		this.session = session;
		this.requestTimeout = requestTimeout;
	}

	/**
	 * Open a session.
	 * @param addresses {@code host:port} of PD servers that answer
	 * @param connectTimeout the time for each address
	 * @param requestTimeout the time for one request
	 * @return the session
	 */
	public static Session open(List<String> addresses, Duration connectTimeout, Duration requestTimeout) {
		try {
			return new Session(TiSession.create(configuration(addresses, connectTimeout, requestTimeout)),
					requestTimeout);
		}
		catch (RuntimeException ex) {
			throw new StoreUnavailableException("Could not open a session with PD at " + String.join(", ", addresses)
					+ ": " + ex.getMessage() + ". Check the addresses", ex);
		}
	}

	private static TiConfiguration configuration(List<String> addresses, Duration connectTimeout,
			Duration requestTimeout) {
		TiConfiguration configuration = TiConfiguration.createDefault(String.join(",", addresses));
		configuration.setTimeout(requestTimeout.toMillis());
		configuration.setPdFirstGetMemberTimeout(connectTimeout.toMillis());
		configuration.setCommandPriority(Kvrpcpb.CommandPri.Normal);
		configuration.setMaxFrameSize(MAX_INBOUND_BYTES);
		configuration.setGrpcHealthCheckTimeout((int) requestTimeout.toMillis());
		configuration.setHealthCheckPeriodDuration(30_000);
		configuration.setWarmUpEnable(false);
		return configuration;
	}

	public ManagedChannel channel(String address) {
		return this.session.getChannelFactory().getChannel(address, this.session.getPDClient().getHostMapping());
	}

	public StoreConnection store(String address) {
		return this.stores.computeIfAbsent(address,
				(where) -> new StoreConnection(where, channel(where), this.requestTimeout));
	}

	@Override
	public void close() {
		this.stores.values().forEach(StoreConnection::close);
		try {
			this.session.close();
		}
		catch (Exception ex) {
			logger.warn("The connections to TiKV could not be closed properly", ex);
		}
	}

}
