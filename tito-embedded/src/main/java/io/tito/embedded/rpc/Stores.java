package io.tito.embedded.rpc;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.tito.embedded.fault.Calls;
import io.tito.embedded.local.LocalServer;
import io.tito.embedded.pd.PdService;
import io.tito.embedded.pd.Topology;
import org.jspecify.annotations.Nullable;
import org.tikv.shade.io.netty.handler.ssl.SslContext;

/**
 * The servers of all stores, each on its own port and inside this JVM; PD is with the
 * first.
 */
public final class Stores implements AutoCloseable {

	private final EventLoops network = new EventLoops();

	private final Map<Long, RpcServer> servers = new TreeMap<>();

	private final Map<Long, LocalServer> inside = new TreeMap<>();

	private Stores() {
	}

	/**
	 * Start serving.
	 * @param listen where each store listens
	 * @param calls runs the requests
	 * @param pd the placement driver
	 * @param topology tells which stores there are
	 * @param commands what all stores share
	 * @return the running servers
	 * @throws java.io.UncheckedIOException if an address cannot be had
	 */
	public static Stores start(Listen listen, Calls calls, PdService pd, Topology topology, Commands commands) {
		Stores stores = new Stores();
		List<Long> ids = topology.storeIds();
		try {
			for (long id : ids) {
				Services services = (id == ids.get(0)) ? Services.ofPdAndStore(calls, pd, topology, id, commands)
						: Services.ofStore(calls, topology, id, commands);
				stores.servers.put(id, RpcServer.start(stores.network, listen.address(id), listen.tls(), services));
				stores.inside.put(id, new LocalServer(services.all()));
			}
		}
		catch (RuntimeException ex) {
			stores.close();
			throw ex;
		}
		return stores;
	}

	public int port(long storeId) {
		return of(storeId, this.servers).port();
	}

	/**
	 * A store for callers inside this JVM.
	 * @param storeId the store
	 * @return its server
	 */
	public LocalServer inside(long storeId) {
		return of(storeId, this.inside);
	}

	private static <S> S of(long storeId, Map<Long, S> servers) {
		S server = servers.get(storeId);
		if (server == null) {
			throw new IllegalArgumentException("There is no store " + storeId);
		}
		return server;
	}

	/**
	 * Break all connections and wait until the ports are free.
	 */
	@Override
	public void close() {
		this.inside.values().forEach(LocalServer::close);
		this.servers.values().forEach(RpcServer::close);
		this.network.close();
	}

	/**
	 * Where stores listen.
	 */
	public interface Listen {

		InetSocketAddress address(long storeId);

		/**
		 * How all stores encrypt.
		 * @return null for plain text
		 */
		@Nullable SslContext tls();

	}

}
