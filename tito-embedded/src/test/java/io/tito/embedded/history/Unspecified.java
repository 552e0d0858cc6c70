package io.tito.embedded.history;

/**
 * A request that no client sends in the state that there is, and for which the protocol
 * has no answer: TiKV crashes or breaks its own promises.
 */
final class Unspecified extends RuntimeException {

	private static final long serialVersionUID = 1;

	Unspecified(String why) {
		super(why, null, false, false);
	}

}
