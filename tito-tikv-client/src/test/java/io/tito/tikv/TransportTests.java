package io.tito.tikv;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.tikv.kvproto.Kvrpcpb.GetRequest;
import org.tikv.kvproto.Kvrpcpb.GetResponse;
import org.tikv.kvproto.TikvGrpc;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.io.grpc.ManagedChannel;
import org.tikv.shade.io.grpc.Server;
import org.tikv.shade.io.grpc.ServerBuilder;
import org.tikv.shade.io.grpc.health.v1.HealthCheckRequest;
import org.tikv.shade.io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import org.tikv.shade.io.grpc.health.v1.HealthGrpc;
import org.tikv.shade.io.grpc.inprocess.InProcessChannelBuilder;
import org.tikv.shade.io.grpc.inprocess.InProcessServerBuilder;
import org.tikv.shade.io.grpc.netty.NettyChannelBuilder;
import org.tikv.shade.io.grpc.netty.NettyServerBuilder;
import org.tikv.shade.io.grpc.protobuf.services.HealthStatusManager;
import org.tikv.shade.io.grpc.stub.StreamObserver;

import static org.assertj.core.api.Assertions.assertThat;

class TransportTests {

	@Test
	void nettyServerAnswersANettyClient() throws Exception {
		var builder = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0));
		withServer(builder, (server) -> {
			var address = new InetSocketAddress("127.0.0.1", server.getPort());
			assertAnswers(NettyChannelBuilder.forAddress(address).usePlaintext().build());
		});
	}

	@Test
	void clientFindsTransportAndResolverByName() throws Exception {
		withServer(NettyServerBuilder.forPort(0), (server) -> assertAnswers(
				NettyChannelBuilder.forTarget("dns:///localhost:" + server.getPort()).usePlaintext().build()));
	}

	@Test
	void inProcessServerAnswersAnInProcessClient() throws Exception {
		withServer(InProcessServerBuilder.forName("tikv"),
				(server) -> assertAnswers(InProcessChannelBuilder.forName("tikv").build()));
	}

	private static void withServer(ServerBuilder<?> builder, ServerTask task) throws Exception {
		Server server = builder.addService(new HealthStatusManager().getHealthService())
			.addService(new EchoOfKeys())
			.build()
			.start();
		try {
			task.run(server);
		}
		finally {
			server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
		}
	}

	private static void assertAnswers(ManagedChannel channel) {
		try {
			var health = HealthGrpc.newBlockingStub(channel).check(HealthCheckRequest.getDefaultInstance());
			assertThat(health.getStatus()).isEqualTo(ServingStatus.SERVING);
			var request = GetRequest.newBuilder().setKey(ByteString.copyFromUtf8("order-17")).build();
			assertThat(TikvGrpc.newBlockingStub(channel).kvGet(request).getValue()).isEqualTo(request.getKey());
		}
		finally {
			channel.shutdownNow();
		}
	}

	private static final class EchoOfKeys extends TikvGrpc.TikvImplBase {

		@Override
		public void kvGet(GetRequest request, StreamObserver<GetResponse> responses) {
			responses.onNext(GetResponse.newBuilder().setValue(request.getKey()).build());
			responses.onCompleted();
		}

	}

	private interface ServerTask {

		void run(Server server) throws Exception;

	}

}
