package io.tito.embedded.mvcc;

/**
 * A store does not know yet what was read before it became the leader, so that it can
 * give no commit timestamp. The client sends the request again.
 */
public final class MaxTimestampNotSyncedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	MaxTimestampNotSyncedException() {
		super("max timestamp is not synced", null, false, false);
	}

}
