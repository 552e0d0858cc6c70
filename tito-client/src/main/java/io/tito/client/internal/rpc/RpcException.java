package io.tito.client.internal.rpc;

import org.jspecify.annotations.Nullable;
import org.tikv.shade.io.grpc.Status;

/**
 * A request was not answered. Whether it was carried out is open if it was
 * {@link #sent()}.
 */
public final class RpcException extends Exception {

	private static final long serialVersionUID = 1L;

	private final Status.Code code;

	private final boolean sent;

	public RpcException(Status.Code code, boolean sent, String message, @Nullable Throwable cause) {
		super(message, cause, false, false);
		this.code = code;
		this.sent = sent;
	}

	public static RpcException of(Throwable failure, boolean sent) {
		Status status = Status.fromThrowable(failure);
		boolean carriedOut = sent && status.getCode() != Status.Code.UNIMPLEMENTED;
		return new RpcException(status.getCode(), carriedOut, describe(status), failure);
	}

	private static String describe(Status status) {
		String description = status.getDescription();
		String cause = Diagnosis.of(status);
		return status.getCode() + ((description != null) ? ": " + firstLine(description) : "")
				+ (cause.equals(description) ? "" : " (" + cause + ")");
	}

	// the transport adds the names of its classes below it
	private static String firstLine(String text) {
		return text.lines().findFirst().orElse("");
	}

	public Status.Code code() {
		return this.code;
	}

	public boolean sent() {
		return this.sent;
	}

	RpcException unsent() {
		return new RpcException(this.code, false, String.valueOf(getMessage()), getCause());
	}

}
