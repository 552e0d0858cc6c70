package io.tito.client;

import java.time.Duration;
import java.util.List;

/**
 * How to reach a cluster.
 *
 * @param pdAddresses {@code host:port} of one or more PD servers
 * @param connectTimeout how long a connection attempt may try
 * @param requestTimeout the deadline of one request
 * @param listener told of what happens, for measurements
 */
public record ClientSettings(List<String> pdAddresses, Duration connectTimeout, Duration requestTimeout,
		ClientListener listener) {

	public ClientSettings {
		if (pdAddresses.isEmpty()) {
			throw new IllegalArgumentException("At least one PD address is needed, as host:port");
		}
		pdAddresses = List.copyOf(pdAddresses);
	}

	public static ClientSettings of(String... pdAddresses) {
		return new ClientSettings(List.of(pdAddresses), Duration.ofSeconds(5), Duration.ofSeconds(5),
				ClientListener.NONE);
	}

	public ClientSettings with(ClientListener other) {
		return new ClientSettings(this.pdAddresses, this.connectTimeout, this.requestTimeout, other);
	}

}
