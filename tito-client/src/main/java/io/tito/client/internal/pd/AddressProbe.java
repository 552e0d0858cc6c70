package io.tito.client.internal.pd;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.PDGrpc;
import org.tikv.kvproto.Pdpb;
import org.tikv.shade.io.grpc.ManagedChannel;
import org.tikv.shade.io.grpc.Status;
import org.tikv.shade.io.grpc.netty.NettyChannelBuilder;
import org.tikv.shade.io.grpc.stub.StreamObserver;

/**
 * One question to one address.
 */
final class AddressProbe implements StreamObserver<Pdpb.GetMembersResponse>, AutoCloseable {

	private final String address;

	private final @Nullable ManagedChannel channel;

	private final Consumer<Boolean> ended;

	private volatile boolean good;

	private volatile String failure = "did not answer";

	private AddressProbe(String address, @Nullable ManagedChannel channel, Consumer<Boolean> ended) {
		this.address = address;
		this.channel = channel;
		this.ended = ended;
	}

	static AddressProbe start(String address, Duration timeout, Consumer<Boolean> ended) {
		if (!AddressCheck.wellFormed(address)) {
			AddressProbe malformed = new AddressProbe(address, null, ended);
			malformed.end("is not of the form host:port");
			return malformed;
		}
		ManagedChannel channel = NettyChannelBuilder.forTarget("dns:///" + address).usePlaintext().build();
		AddressProbe probe = new AddressProbe(address, channel, ended);
		PDGrpc.newStub(channel)
			.withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS)
			.getMembers(Pdpb.GetMembersRequest.getDefaultInstance(), probe);
		return probe;
	}

	String address() {
		return this.address;
	}

	boolean good() {
		return this.good;
	}

	String failure() {
		return this.failure;
	}

	private void end(String reason) {
		this.failure = reason;
		this.ended.accept(false);
	}

	@Override
	public void onNext(Pdpb.GetMembersResponse members) {
		if (members.getLeader().getClientUrlsCount() > 0) {
			this.good = true;
			this.ended.accept(true);
		}
		else {
			end("answered, but PD has no leader");
		}
	}

	@Override
	public void onError(Throwable ex) {
		Status status = Status.fromThrowable(ex);
		end(switch (status.getCode()) {
			case DEADLINE_EXCEEDED -> "did not answer";
			case UNIMPLEMENTED -> "is not a PD server";
			default -> "failed with " + status.getCode() + ": " + reason(status);
		});
	}

	private static String reason(Status status) {
		Throwable cause = status.getCause();
		while (cause != null && cause.getCause() != null) {
			cause = cause.getCause();
		}
		return (cause != null) ? String.valueOf(cause.getMessage()) : String.valueOf(status.getDescription());
	}

	@Override
	public void onCompleted() {
		// the answer came before
	}

	@Override
	public void close() {
		if (this.channel != null) {
			this.channel.shutdownNow();
		}
	}

}
