package io.tito.log.write;

import io.tito.key.Key;
import io.tito.log.EventId;
import io.tito.log.TypeSettings;
import org.jspecify.annotations.Nullable;

/**
 * An event of a transaction that has not begun to commit: all but its position.
 *
 * @param id its id
 * @param type its type
 * @param settings the settings of its type
 * @param hash the hash of its key, which chooses the partition
 * @param placed the partition that its publisher chose instead, null if none
 * @param due when it is due, in milliseconds since 1970, null if at once
 * @param value what will be stored
 * @param once where its id is kept for those who publish it again, null if nobody will
 */
record PendingEvent(EventId id, String type, TypeSettings settings, int hash, @Nullable Integer placed,
		@Nullable Long due, byte[] value, @Nullable Key once) {

	/**
	 * Its partition, which is decided only when the commit begins.
	 * @param partitions the number of partitions by then
	 */
	int partition(int partitions) {
		return (this.placed != null) ? this.placed : Integer.remainderUnsigned(this.hash, partitions);
	}

	PendingEvent due(@Nullable Long millis, byte[] row) {
		return new PendingEvent(this.id, this.type, this.settings, this.hash, this.placed, millis, row, this.once);
	}

}
