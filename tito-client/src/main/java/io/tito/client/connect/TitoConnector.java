package io.tito.client.connect;

import io.tito.client.ClientSettings;
import io.tito.client.TitoClient;
import io.tito.client.internal.txn.ConnectedClient;

/**
 * Connects to a TiKV cluster.
 */
public final class TitoConnector {

	private TitoConnector() {
	}

	/**
	 * Connect, and make sure that PD answers. Close the client when it is no longer
	 * needed: until then it keeps connections and threads, though none that keeps the JVM
	 * alive.
	 * @param settings where to and how
	 * @return the client
	 * @throws io.tito.client.StoreUnavailableException if no PD server answered within
	 * the connect timeout; the message names each address and what happened
	 */
	public static TitoClient connect(ClientSettings settings) {
		return ConnectedClient.connect(settings);
	}

}
