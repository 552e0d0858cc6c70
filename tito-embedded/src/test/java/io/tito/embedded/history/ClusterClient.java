package io.tito.embedded.history;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Predicate;

import org.tikv.kvproto.Kvrpcpb.Context;
import org.tikv.kvproto.Pdpb;
import org.tikv.kvproto.TikvGrpc;
import org.tikv.shade.io.grpc.ManagedChannel;
import org.tikv.shade.io.grpc.StatusRuntimeException;
import org.tikv.shade.io.grpc.netty.NettyChannelBuilder;

/**
 * The smallest client that survives splits, leader moves and restarts: it asks PD before
 * each request and sends it again until there is an answer. Thread-safe.
 */
final class ClusterClient implements AutoCloseable {

	private static final int TRIES = 2000;

	private final Channels pd;

	private final Map<String, ManagedChannel> stores = new ConcurrentHashMap<>();

	ClusterClient(String address) {
		this.pd = Channels.of(address);
	}

	/**
	 * The region of a key and the address of its leader.
	 */
	private record Place(Context context, String address) {
	}

	long timestamp() {
		return untilAnswered(this.pd::timestamp);
	}

	/**
	 * Send a request to where a key is.
	 * @param key the key
	 * @param request sends it, given the region
	 * @param misplaced tells whether the answer is that it should be sent elsewhere
	 * @return the answer
	 */
	<R> R send(String key, BiFunction<TikvGrpc.TikvBlockingStub, Context, R> request, Predicate<R> misplaced) {
		for (int i = 0; i < TRIES; i++) {
			R response = untilAnswered(() -> {
				Place place = place(key);
				return request.apply(stub(place.address()), place.context());
			});
			if (!misplaced.test(response)) {
				return response;
			}
		}
		throw new IllegalStateException("No leader of the region of " + key + " answers");
	}

	private Place place(String key) {
		Context context = this.pd.context(key);
		Pdpb.GetStoreResponse store = this.pd.pd()
			.getStore(Pdpb.GetStoreRequest.newBuilder()
				.setHeader(this.pd.header())
				.setStoreId(context.getPeer().getStoreId())
				.build());
		return new Place(context, store.getStore().getAddress());
	}

	private TikvGrpc.TikvBlockingStub stub(String address) {
		ManagedChannel channel = this.stores.computeIfAbsent(address,
				(absent) -> NettyChannelBuilder.forTarget(absent).usePlaintext().build());
		channel.resetConnectBackoff();
		return TikvGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
	}

	private <R> R untilAnswered(Answer<R> question) {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
		while (true) {
			try {
				return question.ask();
			}
			catch (RuntimeException ex) {
				if (!isLost(ex) || System.nanoTime() > deadline) {
					throw ex;
				}
				this.pd.reconnect();
				Thread.onSpinWait();
			}
		}
	}

	// whether the request was done nobody knows: it is one that may be sent again
	private static boolean isLost(Throwable failure) {
		Throwable cause = (failure instanceof StatusRuntimeException) ? failure : failure.getCause();
		return cause instanceof StatusRuntimeException;
	}

	private interface Answer<R> {

		R ask();

	}

	@Override
	public void close() {
		this.pd.close();
		this.stores.values().forEach(ManagedChannel::shutdownNow);
	}

}
