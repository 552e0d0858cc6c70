package io.tito.embedded.wire;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.tikv.kvproto.PDGrpc;
import org.tikv.kvproto.Pdpb;
import org.tikv.shade.io.grpc.ManagedChannel;
import org.tikv.shade.io.grpc.stub.StreamObserver;

/**
 * Takes timestamps, each over a stream of its own.
 */
public final class Timestamps {

	private Timestamps() {
	}

	public static long take(ManagedChannel channel, Pdpb.RequestHeader header, int count) {
		CompletableFuture<Pdpb.TsoResponse> answer = new CompletableFuture<>();
		CompletableFuture<Pdpb.TsoResponse> completed = new CompletableFuture<>();
		StreamObserver<Pdpb.TsoRequest> requests = PDGrpc.newStub(channel).tso(new StreamObserver<>() {

			@Override
			public void onNext(Pdpb.TsoResponse response) {
				answer.complete(response);
			}

			@Override
			public void onError(Throwable failure) {
				completed.completeExceptionally(failure);
			}

			@Override
			public void onCompleted() {
				answer.thenAccept(completed::complete);
			}

		});
		requests.onNext(Pdpb.TsoRequest.newBuilder().setHeader(header).setCount(count).build());
		requests.onCompleted();
		Pdpb.Timestamp last = completed.orTimeout(20, TimeUnit.SECONDS).join().getTimestamp();
		return (last.getPhysical() << 18) + last.getLogical();
	}

}
