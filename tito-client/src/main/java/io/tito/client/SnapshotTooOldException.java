package io.tito.client;

import org.jspecify.annotations.Nullable;

/**
 * What a snapshot or a transaction would read may have been collected: it is older than
 * the cluster keeps old versions. Nothing was written. Begin a new one; to read for
 * longer, hold the timestamp with {@link TitoClient#hold} from the beginning.
 */
public final class SnapshotTooOldException extends TitoClientException {

	private static final long serialVersionUID = 1L;

	public SnapshotTooOldException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
