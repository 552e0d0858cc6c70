package io.tito.embedded.storage;

import org.jspecify.annotations.Nullable;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * All that is stored about one key. A view: valid while the caller holds the lock under
 * which it was read.
 */
public interface KeyRecords {

	ByteString key();

	@Nullable Lock lock();

	/**
	 * The newest record of any type at or below a timestamp.
	 * @param atMost the timestamp
	 * @return the record, or null if there is none
	 */
	@Nullable Write newest(long atMost);

	/**
	 * Whether there may be a record of any type at or above a timestamp; costs less than
	 * to look for it.
	 * @param timestamp the timestamp
	 * @return false if there surely is none
	 */
	boolean mayHaveSince(long timestamp);

	/**
	 * The newest record that decides what a reader sees, at or below a timestamp.
	 * @param atMost the timestamp
	 * @return a put or delete, or null if there is none
	 */
	@Nullable Write newestData(long atMost);

}
