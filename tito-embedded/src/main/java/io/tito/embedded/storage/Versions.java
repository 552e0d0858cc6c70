package io.tito.embedded.storage;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * The records of one key in memory. Puts and deletes are kept apart from the records that
 * readers skip, so that neither many versions nor many rollbacks make a read slow.
 */
final class Versions implements KeyRecords {

	private final ByteString key;

	private @Nullable Lock lock;

	private final NavigableMap<Long, Write> data = new TreeMap<>();

	/** What nearly all who ask want. */
	private @Nullable Write newestData;

	private @Nullable NavigableMap<Long, Write> marks;

	Versions(ByteString key) {
		this.key = key;
	}

	@Override
	public ByteString key() {
		return this.key;
	}

	@Override
	public @Nullable Lock lock() {
		return this.lock;
	}

	@Override
	public @Nullable Write newest(long atMost) {
		Write inData = newestData(atMost);
		Write inMarks = (this.marks != null) ? floor(this.marks, atMost) : null;
		if (inData == null || inMarks == null) {
			return (inData != null) ? inData : inMarks;
		}
		return (inData.commitTs() > inMarks.commitTs()) ? inData : inMarks;
	}

	@Override
	public boolean mayHaveSince(long timestamp) {
		// nothing costs less here than to look
		return true;
	}

	@Override
	public @Nullable Write newestData(long atMost) {
		Write newest = this.newestData;
		return (newest == null || newest.commitTs() <= atMost) ? newest : floor(this.data, atMost);
	}

	private static @Nullable Write floor(NavigableMap<Long, Write> writes, long atMost) {
		Map.Entry<Long, Write> entry = writes.floorEntry(atMost);
		return (entry != null) ? entry.getValue() : null;
	}

	void lock(@Nullable Lock newLock) {
		this.lock = newLock;
	}

	void put(Write write) {
		if (write.type().isData()) {
			removeMark(write.commitTs());
			this.data.put(write.commitTs(), write);
			noteNewestData();
			return;
		}
		removeData(write.commitTs());
		if (this.marks == null) {
			this.marks = new TreeMap<>();
		}
		this.marks.put(write.commitTs(), write);
	}

	void remove(long commitTs) {
		removeData(commitTs);
		removeMark(commitTs);
	}

	private void removeData(long commitTs) {
		if (this.data.remove(commitTs) != null) {
			noteNewestData();
		}
	}

	private void removeMark(long commitTs) {
		if (this.marks != null) {
			this.marks.remove(commitTs);
		}
	}

	private void noteNewestData() {
		Map.Entry<Long, Write> last = this.data.lastEntry();
		this.newestData = (last != null) ? last.getValue() : null;
	}

	boolean isVisible() {
		return this.lock != null || !this.data.isEmpty();
	}

	boolean isEmpty() {
		return this.lock == null && this.data.isEmpty() && (this.marks == null || this.marks.isEmpty());
	}

}
