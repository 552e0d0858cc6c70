package io.tito.client.internal.rpc;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.tito.client.ClientSettings;
import org.tikv.shade.io.grpc.ManagedChannel;

/**
 * The connections of a client: one channel for each address, opened when it is first
 * asked for. Thread-safe.
 */
public final class Session implements AutoCloseable {

	private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final ClientSettings settings;

	private final Transport transport;

	private final Map<String, ManagedChannel> channels = new ConcurrentHashMap<>();

	private final Map<String, StoreConnection> stores = new ConcurrentHashMap<>();

	private volatile boolean closed;

	private Session(ClientSettings settings) {
		this.settings = settings;
		this.transport = new Transport(settings);
	}

	/**
	 * Open a session; connects to nothing yet.
	 * @param settings time-outs and ways to servers
	 * @return the session
	 * @throws IllegalArgumentException if the settings for TLS cannot be used
	 */
	public static Session open(ClientSettings settings) {
		return new Session(settings);
	}

	/**
	 * The way to a server.
	 * @param address its {@code host:port} as PD knows it
	 * @return the channel, one for each server
	 */
	public ManagedChannel channel(String address) {
		ManagedChannel channel = this.channels.computeIfAbsent(address, this.transport::open);
		if (this.closed) {
			channel.shutdownNow();
		}
		return channel;
	}

	public StoreConnection store(String address) {
		return this.stores.computeIfAbsent(address,
				(where) -> new StoreConnection(where, channel(where), this.settings.requestTimeout(),
						GuardedListener.of(this.settings.listener()), this.settings.localServers().containsKey(where)));
	}

	/**
	 * Break all connections, and wait a moment until they are gone.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.stores.values().forEach(StoreConnection::close);
		this.channels.values().forEach(ManagedChannel::shutdownNow);
		long until = System.nanoTime() + CLOSE_NANOS;
		try {
			for (ManagedChannel channel : this.channels.values()) {
				channel.awaitTermination(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
