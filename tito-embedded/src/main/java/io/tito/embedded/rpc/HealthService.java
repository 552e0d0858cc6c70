package io.tito.embedded.rpc;

import io.tito.embedded.fault.Calls;
import io.tito.embedded.fault.Rpc;
import io.tito.embedded.fault.SingleReply;
import org.tikv.shade.io.grpc.health.v1.HealthCheckRequest;
import org.tikv.shade.io.grpc.health.v1.HealthCheckResponse;
import org.tikv.shade.io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import org.tikv.shade.io.grpc.health.v1.HealthGrpc;
import org.tikv.shade.io.grpc.stub.StreamObserver;

/**
 * Says that the server is well, for every service: clients avoid a store that does not.
 */
final class HealthService extends HealthGrpc.HealthImplBase {

	private static final HealthCheckResponse SERVING = HealthCheckResponse.newBuilder()
		.setStatus(ServingStatus.SERVING)
		.build();

	private final Calls calls;

	HealthService(Calls calls) {
		this.calls = calls;
	}

	@Override
	public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> out) {
		this.calls.run(Rpc.of("Check", (asked) -> SERVING), request, new SingleReply<>(out));
	}

}
