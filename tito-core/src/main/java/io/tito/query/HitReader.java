package io.tito.query;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import io.tito.client.Entry;
import io.tito.client.Scan;
import io.tito.client.Snapshot;
import io.tito.key.Key;
import io.tito.key.KeyReader;
import io.tito.mapping.IndexDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the hits of a query in order, merged from all its ranges. Not thread-safe.
 */
public final class HitReader {

	private static final int BATCH = 2000;

	private static final int SKIPPED_BATCH = 10_000;

	private final Snapshot snapshot;

	private final BoundQuery query;

	private final boolean reverse;

	private final boolean values;

	private final List<Part> parts = new ArrayList<>();

	HitReader(Snapshot snapshot, BoundQuery query, @Nullable Key place, boolean reverse, boolean values) {
		this.snapshot = snapshot;
		this.query = query;
		this.reverse = reverse;
		this.values = values;
		for (int i = 0; i < query.ranges().size(); i++) {
			this.parts.add(new Part(i, query.ranges().get(i).behind(place, reverse)));
		}
	}

	/**
	 * Read on.
	 * @param most the most hits to return
	 * @return the next hits; fewer only at the end
	 */
	public List<Hit> next(int most) {
		List<Hit> hits = new ArrayList<>();
		while (hits.size() < most) {
			Part first = null;
			for (Part part : this.parts) {
				if (part.fill(most - hits.size()) && (first == null || isBefore(part.peek(), first.peek()))) {
					first = part;
				}
			}
			if (first == null) {
				break;
			}
			hits.add(first.take());
		}
		return hits;
	}

	/**
	 * Leave out the next hits. Their keys alone are read if they are all of one range.
	 * @param hits how many
	 */
	public void skip(long hits) {
		long left = hits;
		boolean more = true;
		while (more && left > 0) {
			int wanted = (int) Math.min(left, SKIPPED_BATCH);
			int skipped = (this.parts.size() == 1) ? this.parts.get(0).skip(wanted) : next(wanted).size();
			left -= skipped;
			more = skipped == wanted;
		}
	}

	private boolean isBefore(Hit one, Hit other) {
		int order = one.place().compareTo(other.place());
		return this.reverse ? order > 0 : order < 0;
	}

	/**
	 * What is read of one range.
	 */
	private final class Part {

		private final int range;

		private final Deque<Hit> buffer = new ArrayDeque<>();

		private KeyInterval left;

		private boolean exhausted;

		Part(int range, KeyInterval left) {
			this.range = range;
			this.left = left;
		}

		Hit peek() {
			return this.buffer.element();
		}

		Hit take() {
			return this.buffer.remove();
		}

		/**
		 * Read more if nothing is left.
		 * @return whether there is a hit
		 */
		boolean fill(int wanted) {
			if (this.buffer.isEmpty() && !this.exhausted) {
				read(Math.min(wanted, BATCH));
			}
			return !this.buffer.isEmpty();
		}

		/**
		 * Only where nothing is buffered, so before anything of the range is read.
		 */
		int skip(int wanted) {
			return this.exhausted ? 0 : scan(wanted, true).size();
		}

		private void read(int limit) {
			IndexDefinition index = HitReader.this.query.plan().index();
			boolean keysOnly = (index != null) ? !index.unique() : !HitReader.this.values;
			for (Entry entry : scan(limit, keysOnly)) {
				this.buffer.add(hit(entry, index));
			}
		}

		/**
		 * Read entries and go on behind them.
		 */
		private List<Entry> scan(int limit, boolean keysOnly) {
			Scan scan = new Scan(this.left.from(), this.left.to(), limit, HitReader.this.reverse, keysOnly);
			List<Entry> entries = scan.isEmpty() ? List.of() : HitReader.this.snapshot.scan(scan);
			this.exhausted = entries.size() < limit;
			if (!this.exhausted) {
				Key last = entries.get(entries.size() - 1).key();
				this.left = this.left.behind(this.left.order(last), HitReader.this.reverse);
			}
			return entries;
		}

		private Hit hit(Entry entry, @Nullable IndexDefinition index) {
			Key place = this.left.order(entry.key());
			int prefix = HitReader.this.query.prefix().length();
			if (index == null) {
				return new Hit(place, Key.wrap(entry.key().suffix(prefix)), this.range, entry.value());
			}
			Key id = Key.wrap(index.unique() ? entry.value() : entry.key().suffix(idPosition(entry.key(), prefix)));
			return new Hit(place, id, this.range, new byte[0]);
		}

		private static int idPosition(Key key, int prefix) {
			KeyReader reader = new KeyReader(key, prefix);
			int id = prefix;
			while (reader.hasNext()) {
				id = reader.position();
				reader.read();
			}
			return id;
		}

	}

}
