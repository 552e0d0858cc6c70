package io.tito.index;

import java.util.ArrayList;
import java.util.List;

import io.tito.client.Entry;
import io.tito.client.Scan;
import io.tito.client.Snapshot;
import io.tito.key.Key;
import io.tito.key.KeyReader;
import io.tito.key.KeyWriter;
import org.jspecify.annotations.Nullable;

/**
 * The entries of an index that begin with given values, or the rows of an entity in the
 * order of their ids.
 *
 * @param prefix what the keys of the range begin with
 * @param unique whether the id of a row is the value of its entry, not the end of the key
 */
public record IndexRange(Key prefix, boolean unique) {

	/**
	 * Read a part of the range.
	 * @param snapshot where to read
	 * @param bounds what part of it
	 * @return the hits in the order in which they were read
	 */
	public List<IndexHit> read(Snapshot snapshot, Bounds bounds) {
		Key from = this.prefix;
		Key to = this.prefix.prefixEnd();
		if (bounds.after() != null && bounds.descending()) {
			to = this.prefix.append(bounds.after());
		}
		else if (bounds.after() != null) {
			from = this.prefix.append(bounds.after()).next();
		}
		Scan scan = new Scan(from, to, bounds.limit(), bounds.descending(), !this.unique);
		return snapshot.scan(scan).stream().map(this::hit).toList();
	}

	private IndexHit hit(Entry entry) {
		KeyReader reader = new KeyReader(entry.key(), this.prefix.length());
		List<@Nullable Object> values = new ArrayList<>();
		int id = this.prefix.length();
		while (reader.hasNext()) {
			id = reader.position();
			values.add(reader.read());
		}
		Key row = Key.wrap(this.unique ? entry.value() : entry.key().suffix(id));
		return new IndexHit(row, values);
	}

	/**
	 * What part of a range to read.
	 *
	 * @param after the values behind the prefix of the entry to continue behind, or null
	 * to begin at the start
	 * @param descending whether to read towards smaller keys
	 * @param limit the most hits to return
	 */
	public record Bounds(@Nullable Key after, boolean descending, int limit) {

		/**
		 * Continue behind an entry.
		 * @param values the values that {@link IndexHit#values()} named
		 * @param descending whether to read towards smaller keys
		 * @param limit the most hits to return
		 * @return the bounds
		 */
		public static Bounds after(List<?> values, boolean descending, int limit) {
			return new Bounds(KeyWriter.keyOf(values.toArray()), descending, limit);
		}

	}

}
