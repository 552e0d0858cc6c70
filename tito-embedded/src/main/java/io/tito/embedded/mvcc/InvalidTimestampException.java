package io.tito.embedded.mvcc;

/**
 * A request carried a timestamp that cannot have come from the oracle. TiKV's default is
 * to crash; here the request is answered with a region error.
 */
public final class InvalidTimestampException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	InvalidTimestampException(String what) {
		super("invalid max_ts update: " + what + "; only timestamps of this cluster's oracle may be sent");
	}

}
