package io.tito.embedded.storage;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * Storage in memory. Not thread-safe: readers may share it, a writer must be alone.
 */
public final class MemoryStorage implements Storage {

	// arrays, because their comparison is an intrinsic and that of byte strings a loop
	private final NavigableMap<byte[], Versions> keys = new TreeMap<>(Arrays::compareUnsigned);

	private final NavigableMap<byte[], Versions> locked = new TreeMap<>(Arrays::compareUnsigned);

	private final NavigableMap<byte[], ByteString> raw = new TreeMap<>(Arrays::compareUnsigned);

	private final ClusterState state = new State();

	@Override
	public KeyRecords records(ByteString key) {
		Versions versions = this.keys.get(key.toByteArray());
		return (versions != null) ? versions : new Versions(key);
	}

	@Override
	public void scan(KeyRange range, boolean descending, boolean values, Predicate<? super KeyRecords> visitor) {
		NavigableMap<byte[], Versions> part = range.of(this.keys);
		for (Versions versions : (descending ? part.descendingMap() : part).values()) {
			if (versions.isVisible() && !visitor.test(versions)) {
				return;
			}
		}
	}

	@Override
	public void scanAll(KeyRange range, Predicate<? super KeyRecords> visitor) {
		for (Versions versions : range.of(this.keys).values()) {
			if (!visitor.test(versions)) {
				return;
			}
		}
	}

	@Override
	public @Nullable ByteString raw(ByteString key) {
		return this.raw.get(key.toByteArray());
	}

	@Override
	public void scanRaw(KeyRange range, boolean descending, BiPredicate<ByteString, ByteString> visitor) {
		NavigableMap<byte[], ByteString> part = range.of(this.raw);
		for (Map.Entry<byte[], ByteString> entry : (descending ? part.descendingMap() : part).entrySet()) {
			if (!visitor.test(ByteString.copyFrom(entry.getKey()), entry.getValue())) {
				return;
			}
		}
	}

	@Override
	public Iterable<? extends KeyRecords> locked(KeyRange range) {
		return range.of(this.locked).values();
	}

	@Override
	public void apply(List<Change> changes) {
		for (Change change : changes) {
			apply(change);
		}
	}

	private void apply(Change change) {
		if (change instanceof Change.PutRaw put) {
			this.raw.put(put.key().toByteArray(), put.value());
		}
		else if (change instanceof Change.RemoveRaw remove) {
			this.raw.remove(remove.key().toByteArray());
		}
		else {
			applyToVersions(change);
		}
	}

	private void applyToVersions(Change change) {
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

	@Override
	public void destroy(KeyRange range) {
		range.of(this.keys).clear();
		range.of(this.locked).clear();
		range.of(this.raw).clear();
	}

	@Override
	public void handOver() {
	}

	@Override
	public void whenDurable(Runnable next) {
		next.run();
	}

	@Override
	public boolean isDurable() {
		return false;
	}

	@Override
	public ClusterState clusterState() {
		return this.state;
	}

	@Override
	public void close() {
	}

	private static final class State implements ClusterState {

		private final Map<String, byte[]> values = new ConcurrentHashMap<>();

		@Override
		public Optional<byte[]> load(String name) {
			return Optional.ofNullable(this.values.get(name));
		}

		@Override
		public void save(String name, byte[] value) {
			this.values.put(name, value);
		}

	}

}
