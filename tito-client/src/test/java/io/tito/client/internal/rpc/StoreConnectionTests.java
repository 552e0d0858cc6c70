package io.tito.client.internal.rpc;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import io.tito.client.ClientListener;
import org.junit.jupiter.api.Test;
import org.tikv.kvproto.Kvrpcpb;
import org.tikv.kvproto.TikvGrpc;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.io.grpc.ManagedChannel;
import org.tikv.shade.io.grpc.Server;
import org.tikv.shade.io.grpc.Status;
import org.tikv.shade.io.grpc.netty.NettyChannelBuilder;
import org.tikv.shade.io.grpc.netty.NettyServerBuilder;
import org.tikv.shade.io.grpc.stub.StreamObserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The way to a store that does not know batches.
 */
class StoreConnectionTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final Budget budget = new Budget.Limits(new Lifecycle(), ClientListener.NONE, TIMEOUT).operation();

	private Server server;

	private ManagedChannel channel;

	private StoreConnection connection;

	@BeforeEach
	void start() throws Exception {
		this.server = NettyServerBuilder.forPort(0).addService(new OldStore()).build().start();
		this.channel = NettyChannelBuilder.forAddress("127.0.0.1", this.server.getPort()).usePlaintext().build();
		this.connection = new StoreConnection("old", this.channel, TIMEOUT, ClientListener.NONE, false);
	}

	@AfterEach
	void stop() throws Exception {
		this.channel.shutdownNow();
		this.server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
	}

	@Test
	void goesOnWithSingleCalls() throws Exception {
		assertThatExceptionOfType(RpcException.class).isThrownBy(() -> this.budget.await(get()))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(Status.Code.UNIMPLEMENTED))
			.satisfies((ex) -> assertThat(ex.sent()).as("may have been carried out").isFalse());
		assertThat(this.budget.await(get()).getValue().toStringUtf8()).isEqualTo("single");
	}

	@Test
	void tellsThatARequestMayHaveBeenCarriedOut() {
		this.connection.send(Rpc.GET, Kvrpcpb.GetRequest.getDefaultInstance());
		assertThatExceptionOfType(RpcException.class).isThrownBy(
				() -> this.budget.await(this.connection.sendAlone(Rpc.SCAN, Kvrpcpb.ScanRequest.getDefaultInstance())))
			.satisfies((ex) -> assertThat(ex.sent()).isTrue());
	}

	private Pending<Kvrpcpb.GetResponse> get() {
		return this.connection.send(Rpc.GET, Kvrpcpb.GetRequest.getDefaultInstance());
	}

	private static final class OldStore extends TikvGrpc.TikvImplBase {

		@Override
		public void kvGet(Kvrpcpb.GetRequest request, StreamObserver<Kvrpcpb.GetResponse> answer) {
			answer.onNext(Kvrpcpb.GetResponse.newBuilder().setValue(ByteString.copyFromUtf8("single")).build());
			answer.onCompleted();
		}

		@Override
		public void kvScan(Kvrpcpb.ScanRequest request, StreamObserver<Kvrpcpb.ScanResponse> answer) {
			answer.onError(Status.UNAVAILABLE.asException());
		}

	}

}
