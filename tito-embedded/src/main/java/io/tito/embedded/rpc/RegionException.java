package io.tito.embedded.rpc;

import org.tikv.kvproto.Errorpb;

/**
 * A request was sent to the wrong place; its response carries the error.
 */
final class RegionException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient Errorpb.Error error;

	RegionException(Errorpb.Error error) {
		// part of the protocol, not a fault: no stack trace
		super(error.getMessage(), null, false, false);
		this.error = error;
	}

	Errorpb.Error error() {
		return this.error;
	}

}
