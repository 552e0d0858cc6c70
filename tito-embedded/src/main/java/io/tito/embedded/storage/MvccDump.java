package io.tito.embedded.storage;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Everything that is stored about one key.
 *
 * @param lock its lock, if it is locked
 * @param writes its write records, the newest first
 */
public record MvccDump(@Nullable Lock lock, List<Write> writes) {

	public MvccDump {
		writes = List.copyOf(writes);
	}

	/**
	 * Copy what is there now.
	 * @param records the records of the key
	 * @return the copy
	 */
	public static MvccDump of(KeyRecords records) {
		List<Write> writes = new ArrayList<>();
		Write write = records.newest(Long.MAX_VALUE);
		while (write != null) {
			writes.add(write);
			write = records.newest(write.commitTs() - 1);
		}
		return new MvccDump(records.lock(), writes);
	}

}
