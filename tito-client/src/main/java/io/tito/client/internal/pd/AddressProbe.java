package io.tito.client.internal.pd;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.tito.client.internal.rpc.Diagnosis;
import io.tito.client.internal.rpc.Session;
import org.tikv.kvproto.PDGrpc;
import org.tikv.kvproto.Pdpb;
import org.tikv.shade.io.grpc.Status;
import org.tikv.shade.io.grpc.stub.StreamObserver;

/**
 * One question to one address.
 */
final class AddressProbe implements StreamObserver<Pdpb.GetMembersResponse> {

	private final String address;

	private final Consumer<Boolean> ended;

	private volatile boolean good;

	private volatile String failure;

	private AddressProbe(String address, Duration timeout, Consumer<Boolean> ended) {
		this.address = address;
		this.ended = ended;
		this.failure = "did not answer within %d ms".formatted(timeout.toMillis());
	}

	static AddressProbe start(Session session, String address, Duration timeout, Consumer<Boolean> ended) {
		AddressProbe probe = new AddressProbe(address, timeout, ended);
		if (!AddressCheck.wellFormed(address)) {
			probe.end("is not of the form host:port");
			return probe;
		}
		PDGrpc.newStub(session.channel(address))
			.withExecutor(Runnable::run)
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
			case DEADLINE_EXCEEDED -> this.failure;
			case UNIMPLEMENTED -> "is not a PD server";
			default -> "failed with " + status.getCode() + ": " + Diagnosis.ofFirstCall(status);
		});
	}

	@Override
	public void onCompleted() {
		// the answer came before
	}

}
