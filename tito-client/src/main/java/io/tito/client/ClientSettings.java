package io.tito.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * How to reach a cluster.
 *
 * @param pdAddresses {@code host:port} of one or more PD servers
 * @param connectTimeout how long a connection attempt may try
 * @param requestTimeout the deadline of one request
 * @param listener told of what happens, for measurements
 * @param hostMapping where a server is reached from here, by the {@code host:port} that
 * PD knows it under; for networks with addresses of their own
 * @param localServers what opens gRPC channels to servers in this JVM without a network,
 * by their {@code host:port}
 * @param tls how connections are encrypted, null for plain text; servers in this JVM need
 * none
 */
public record ClientSettings(List<String> pdAddresses, Duration connectTimeout, Duration requestTimeout,
		ClientListener listener, Map<String, String> hostMapping, Map<String, Supplier<?>> localServers,
		@Nullable TlsSettings tls) {

	public ClientSettings {
		if (pdAddresses.isEmpty()) {
			throw new IllegalArgumentException("At least one PD address is needed, as host:port");
		}
		pdAddresses = List.copyOf(pdAddresses);
		hostMapping = Map.copyOf(hostMapping);
		hostMapping.values().forEach(ClientSettings::requireAddress);
		localServers = Map.copyOf(localServers);
	}

	private static void requireAddress(String address) {
		if (!address.matches("(\\[[^\\s\\[\\]]+]|[^\\s:/\\[\\]]+):\\d{1,5}")) {
			throw new IllegalArgumentException("A server is reached at host:port, not at '" + address + "'");
		}
	}

	public ClientSettings(List<String> pdAddresses, Duration connectTimeout, Duration requestTimeout,
			ClientListener listener) {
		this(pdAddresses, connectTimeout, requestTimeout, listener, Map.of(), Map.of(), null);
	}

	public static ClientSettings of(String... pdAddresses) {
		return new ClientSettings(List.of(pdAddresses), Duration.ofSeconds(4), Duration.ofSeconds(5),
				ClientListener.NONE);
	}

	public ClientSettings with(ClientListener other) {
		return new ClientSettings(this.pdAddresses, this.connectTimeout, this.requestTimeout, other, this.hostMapping,
				this.localServers, this.tls);
	}

	/**
	 * Encrypt connections.
	 * @param other whom to trust and how to prove who this is
	 * @return changed settings
	 */
	public ClientSettings with(TlsSettings other) {
		return new ClientSettings(this.pdAddresses, this.connectTimeout, this.requestTimeout, this.listener,
				this.hostMapping, this.localServers, other);
	}

	/**
	 * Reach a server at another address than the one that PD knows.
	 * @param address its {@code host:port} at PD
	 * @param reachedAt its {@code host:port} from here
	 * @return changed settings
	 */
	public ClientSettings mapping(String address, String reachedAt) {
		Map<String, String> mapping = new HashMap<>(this.hostMapping);
		mapping.put(address, reachedAt);
		return new ClientSettings(this.pdAddresses, this.connectTimeout, this.requestTimeout, this.listener, mapping,
				this.localServers, this.tls);
	}

	/**
	 * Reach a server in this JVM without a network, which is several times as fast.
	 * @param address its {@code host:port}
	 * @param channel opens a gRPC channel to it, which the client shuts down when it is
	 * closed
	 * @return changed settings
	 */
	public ClientSettings local(String address, Supplier<?> channel) {
		Map<String, Supplier<?>> channels = new HashMap<>(this.localServers);
		channels.put(address, channel);
		return new ClientSettings(this.pdAddresses, this.connectTimeout, this.requestTimeout, this.listener,
				this.hostMapping, channels, this.tls);
	}

}
