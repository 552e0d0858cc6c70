package io.tito.embedded.mvcc;

import org.tikv.kvproto.Kvrpcpb.KeyError;

/**
 * Ends a command without any change; its response carries the error.
 */
final class KeyErrorException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient KeyError error;

	KeyErrorException(KeyError error) {
		// part of the protocol, not a fault: no stack trace
		super(null, null, false, false);
		this.error = error;
	}

	KeyError error() {
		return this.error;
	}

}
