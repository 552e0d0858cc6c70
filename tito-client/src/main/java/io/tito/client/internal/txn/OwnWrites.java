package io.tito.client.internal.txn;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.function.Function;

import io.tito.client.Entry;
import io.tito.client.Scan;
import io.tito.client.internal.txn.commit.Write;
import io.tito.key.Key;
import org.jspecify.annotations.Nullable;

/**
 * How a transaction's own writes look to its reads. Pure functions.
 */
final class OwnWrites {

	private static final byte[] NO_VALUE = {};

	private OwnWrites() {
	}

	/**
	 * Whether the store is to be asked as if there were no such write.
	 */
	static boolean silent(@Nullable Write own) {
		return own == null || own.kind() == Write.Kind.LOCK;
	}

	static byte @Nullable [] value(Write own) {
		return hides(own) ? null : own.value();
	}

	private static boolean hides(Write own) {
		return own.kind() == Write.Kind.DELETE || own.kind() == Write.Kind.CHECK_ABSENT;
	}

	/**
	 * A scan over both. Each own deletion can hide at most one stored row, so the store
	 * is asked for as many more.
	 */
	static List<Entry> merge(Scan scan, NavigableMap<Key, Write> own, Function<Scan, List<Entry>> stored) {
		if (own.isEmpty()) {
			return stored.apply(scan);
		}
		long hidden = own.values().stream().filter(OwnWrites::hides).count();
		int limit = (int) Math.min(Integer.MAX_VALUE, scan.limit() + hidden);
		NavigableMap<Key, Write> directed = scan.reverse() ? own.descendingMap() : own;
		return new Merge(scan, stored.apply(scan.limit(limit)).iterator(), directed.values().iterator()).run();
	}

	/**
	 * Takes from two ordered sources whichever comes first.
	 */
	private static final class Merge {

		private final Scan scan;

		private final Iterator<Entry> stored;

		private final Iterator<Write> own;

		private final List<Entry> merged = new ArrayList<>();

		private @Nullable Entry nextStored;

		private @Nullable Write nextOwn;

		Merge(Scan scan, Iterator<Entry> stored, Iterator<Write> own) {
			this.scan = scan;
			this.stored = stored;
			this.own = own;
			advanceStored();
			advanceOwn();
		}

		List<Entry> run() {
			while (this.merged.size() < this.scan.limit() && (this.nextStored != null || this.nextOwn != null)) {
				int order = order(this.nextStored, this.nextOwn);
				if (order <= 0 && this.nextStored != null) {
					Entry entry = this.nextStored;
					advanceStored();
					if (order < 0) {
						this.merged.add(entry);
					}
				}
				if (order >= 0 && this.nextOwn != null) {
					add(this.nextOwn);
					advanceOwn();
				}
			}
			return this.merged;
		}

		private int order(@Nullable Entry entry, @Nullable Write write) {
			if (entry == null || write == null) {
				return (entry == null) ? 1 : -1;
			}
			int order = entry.key().compareTo(write.key());
			return this.scan.reverse() ? -order : order;
		}

		private void add(Write write) {
			byte[] value = value(write);
			if (value != null) {
				this.merged.add(new Entry(write.key(), this.scan.keysOnly() ? NO_VALUE : value));
			}
		}

		private void advanceStored() {
			this.nextStored = this.stored.hasNext() ? this.stored.next() : null;
		}

		/**
		 * Locks change nothing that a scan shows.
		 */
		private void advanceOwn() {
			do {
				this.nextOwn = this.own.hasNext() ? this.own.next() : null;
			}
			while (this.nextOwn != null && silent(this.nextOwn));
		}

	}

}
