package io.tito.embedded.storage;

import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * Storage in memory. Not thread-safe: readers may share it, a writer must be alone.
 */
public final class MemoryStorage implements Storage {

	// arrays, because their comparison is an intrinsic and that of byte strings a loop
	private final NavigableMap<byte[], Versions> keys = new TreeMap<>(Arrays::compareUnsigned);

	private final NavigableMap<byte[], Versions> locked = new TreeMap<>(Arrays::compareUnsigned);

	@Override
	public KeyRecords records(ByteString key) {
		Versions versions = this.keys.get(key.toByteArray());
		return (versions != null) ? versions : new Versions(key);
	}

	@Override
	public Iterable<? extends KeyRecords> scan(KeyRange range, boolean descending) {
		NavigableMap<byte[], Versions> part = part(this.keys, range);
		return (descending ? part.descendingMap() : part).values();
	}

	@Override
	public Iterable<? extends KeyRecords> locked(KeyRange range) {
		return part(this.locked, range).values();
	}

	private static NavigableMap<byte[], Versions> part(NavigableMap<byte[], Versions> map, KeyRange range) {
		byte[] start = range.start().toByteArray();
		if (range.end().isEmpty()) {
			return map.tailMap(start, true);
		}
		if (range.isEmpty()) {
			return map.subMap(start, true, start, false);
		}
		return map.subMap(start, true, range.end().toByteArray(), false);
	}

	@Override
	public void apply(List<Change> changes) {
		for (Change change : changes) {
			apply(change);
		}
	}

	private void apply(Change change) {
		byte[] key = change.key().toByteArray();
		Versions versions = this.keys.computeIfAbsent(key, (absent) -> new Versions(change.key()));
		if (change instanceof Change.PutLock put) {
			versions.lock(put.lock());
			this.locked.put(key, versions);
		}
		else if (change instanceof Change.RemoveLock) {
			versions.lock(null);
			this.locked.remove(key);
		}
		else if (change instanceof Change.PutWrite put) {
			versions.put(put.write());
		}
		else if (change instanceof Change.RemoveWrite remove) {
			versions.remove(remove.commitTs());
		}
		if (versions.isEmpty()) {
			this.keys.remove(key);
		}
	}

}
