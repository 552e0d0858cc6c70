package io.tito.embedded.history;

import java.util.Comparator;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.Kvrpcpb.Op;

/**
 * All that the model knows about one key: its lock, and its write records from the newest
 * down.
 */
final class ModelKey {

	final String name;

	@Nullable ModelLock lock;

	final NavigableMap<Long, ModelWrite> writes = new TreeMap<>(Comparator.reverseOrder());

	ModelKey(String name) {
		this.name = name;
	}

	ModelKey copy() {
		ModelKey copy = new ModelKey(this.name);
		copy.lock = this.lock;
		copy.writes.putAll(this.writes);
		return copy;
	}

	/**
	 * The lock, if it is that of a transaction.
	 */
	@Nullable ModelLock own(long start) {
		ModelLock present = this.lock;
		return (present != null && present.start() == start) ? present : null;
	}

	void put(ModelWrite write) {
		this.writes.put(write.commit(), write);
	}

	@Nullable ModelWrite newest(long atMost) {
		return this.writes.tailMap(atMost, true).values().stream().findFirst().orElse(null);
	}

	@Nullable ModelWrite newestData(long atMost) {
		return this.writes.tailMap(atMost, true).values().stream().filter(ModelWrite::isData).findFirst().orElse(null);
	}

	@Nullable String value(long atMost) {
		ModelWrite write = newestData(atMost);
		return (write != null && write.type() == Op.Put) ? write.value() : null;
	}

	/**
	 * What the records say about a transaction. From the newest down to its start.
	 */
	Fate fate(long start) {
		for (ModelWrite write : this.writes.headMap(start, true).values()) {
			if (write.start() == start) {
				return (write.type() == Op.Rollback) ? Fate.ROLLED_BACK : new Fate(write.commit(), false, null);
			}
			if (write.commit() == start) {
				return write.overlapped() ? Fate.ROLLED_BACK : new Fate(0, false, write);
			}
		}
		return new Fate(0, false, null);
	}

	String dump() {
		ModelLock present = this.lock;
		return this.name + " [" + ((present != null) ? present.dump() : "") + "] "
				+ this.writes.values().stream().map(ModelWrite::dump).collect(Collectors.joining(", "));
	}

	/**
	 * Committed at a timestamp, rolled back, or unknown: then another's record may be at
	 * the place of a rollback record.
	 */
	record Fate(long commit, boolean rolledBack, @Nullable ModelWrite overlapped) {

		static final Fate ROLLED_BACK = new Fate(0, true, null);

		boolean unknown() {
			return this.commit == 0 && !this.rolledBack;
		}

	}

}
