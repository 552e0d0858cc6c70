package io.tito.client.internal.rpc;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

import io.tito.client.ClientListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tikv.shade.io.grpc.ManagedChannel;
import org.tikv.shade.io.grpc.Status;

/**
 * The way to one store: a stream of batches, or single calls if the store does not know
 * batches. Thread-safe.
 */
public final class StoreConnection {

	private static final Logger logger = LoggerFactory.getLogger(StoreConnection.class);

	private final String address;

	private final ManagedChannel channel;

	private final Duration requestTimeout;

	private final ClientListener listener;

	private final ReentrantLock opening = new ReentrantLock();

	private volatile @Nullable BatchStream stream;

	private final boolean inside;

	private volatile boolean single;

	/**
	 * Create one.
	 * @param address where the store is
	 * @param channel the way there
	 * @param requestTimeout the deadline of one request
	 * @param listener told of batches
	 * @param inside whether the store is in this JVM: then batches gain nothing, as a
	 * call runs on the thread that makes it, and a batch would make threads wait for each
	 * other
	 */
	StoreConnection(String address, ManagedChannel channel, Duration requestTimeout, ClientListener listener,
			boolean inside) {
		this.address = address;
		this.channel = channel;
		this.requestTimeout = requestTimeout;
		this.listener = listener;
		this.inside = inside;
		this.single = inside;
	}

	/**
	 * Send a request; never blocks.
	 * @param <Q> the type of the request
	 * @param <A> the type of the answer
	 * @param rpc what to call
	 * @param request the request
	 * @return the answer to come
	 */
	public <Q, A> Pending<A> send(Rpc<Q, A> rpc, Q request) {
		BatchStream open = openStream();
		return (open != null) ? open.send(rpc, request) : sendAlone(rpc, request);
	}

	/**
	 * Make a request that goes out with others; never blocks.
	 * @param <Q> the type of the request
	 * @param <A> the type of the answer
	 * @param rpc what to call
	 * @param request the request
	 * @param bundle the others; to be sent by the caller
	 * @return the answer to come
	 */
	public <Q, A> Pending<A> send(Rpc<Q, A> rpc, Q request, Bundle bundle) {
		BatchStream open = openStream();
		return (open != null) ? bundle.add(open, rpc, request) : sendAlone(rpc, request);
	}

	/**
	 * Send a request by itself, so that an answer too large for the connection harms no
	 * other.
	 * @param <Q> the type of the request
	 * @param <A> the type of the answer
	 * @param rpc what to call
	 * @param request the request
	 * @return the answer to come
	 */
	public <Q, A> Pending<A> sendAlone(Rpc<Q, A> rpc, Q request) {
		return this.inside ? SingleCall.sendInside(this.channel, rpc.method(), request)
				: SingleCall.send(this.channel, rpc.method(), request, this.requestTimeout);
	}

	private @Nullable BatchStream openStream() {
		BatchStream current = this.stream;
		if (this.single || (current != null && current.failure() == null)) {
			return this.single ? null : current;
		}
		this.opening.lock();
		try {
			current = this.stream;
			if (current == null || current.failure() != null) {
				current = reopen(current);
			}
			return current;
		}
		finally {
			this.opening.unlock();
		}
	}

	private @Nullable BatchStream reopen(@Nullable BatchStream broken) {
		RpcException failure = (broken != null) ? broken.failure() : null;
		if (failure != null && failure.code() == Status.Code.UNIMPLEMENTED) {
			logger.info("The store at {} does not know BatchCommands; requests go one by one", this.address);
			this.single = true;
			return null;
		}
		if (failure != null) {
			logger.debug("A new stream to the store at {}, after: {}", this.address, failure.getMessage());
			// otherwise the channel waits up to two minutes before it connects again
			this.channel.resetConnectBackoff();
		}
		BatchStream opened = BatchStream.open(this.channel, this.listener);
		this.stream = opened;
		return opened;
	}

	void close() {
		BatchStream current = this.stream;
		if (current != null) {
			current.cancel("The client was closed");
		}
	}

}
