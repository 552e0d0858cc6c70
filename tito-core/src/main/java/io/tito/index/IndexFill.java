package io.tito.index;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.tito.client.Entry;
import io.tito.client.Scan;
import io.tito.client.Transaction;
import io.tito.codec.IndexEntry;
import io.tito.key.Key;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataRetrievalFailureException;

/**
 * Fills an index from the rows behind a place, a batch for each transaction. A batch that
 * lost against writers is made smaller, until it wins. Not thread-safe.
 */
final class IndexFill {

	private static final Logger logger = LoggerFactory.getLogger(IndexFill.class);

	private static final int LARGEST_BATCH = 256;

	private static final int MOST_BYTES = 8 << 20;

	private final String entity;

	private final EntityKeys keys;

	private final IndexedRows rows;

	private int batch = LARGEST_BATCH;

	IndexFill(String entity, EntityKeys keys, IndexedRows rows) {
		this.entity = entity;
		this.keys = keys;
		this.rows = rows;
	}

	/**
	 * What a batch did.
	 *
	 * @param place its last row
	 * @param rows how many rows it had
	 * @param last whether no row follows
	 */
	record Filled(Key place, int rows, boolean last) {
	}

	/**
	 * Fill a batch.
	 * @throws UnfillableException if a row cannot be part of the index
	 */
	Filled fill(Transaction transaction, IndexEntries index, Key place) {
		Key from = (place.length() == 0) ? this.keys.rows() : this.keys.row(place).next();
		List<Entry> read = transaction.scan(Scan.range(from, this.keys.rows().prefixEnd()).limit(this.batch));
		int bytes = 0;
		int filled = 0;
		Map<Key, byte[]> wanted = new LinkedHashMap<>();
		while (filled < read.size() && bytes < MOST_BYTES) {
			Entry row = read.get(filled++);
			bytes += row.value().length;
			fill(transaction, index, row, wanted);
		}
		put(transaction, index, wanted);
		Key last = (filled == 0) ? place : id(read.get(filled - 1));
		return new Filled(last, filled, filled == read.size() && read.size() < this.batch);
	}

	void committed(boolean won) {
		this.batch = won ? Math.min(LARGEST_BATCH, this.batch * 2) : Math.max(1, this.batch / 2);
	}

	private Key id(Entry row) {
		return Key.wrap(row.key().suffix(this.keys.rows().length()));
	}

	private void fill(Transaction transaction, IndexEntries index, Entry stored, Map<Key, byte[]> wanted) {
		IndexedRow row;
		try {
			row = this.rows.read(stored.key(), stored.value());
		}
		catch (DataRetrievalFailureException ex) {
			logger.warn("A damaged row of '{}' is left out of the index '{}': {}. Check the entity", this.entity,
					index.index().name(), stored.key());
			return;
		}
		List<IndexEntry> manifest = new ArrayList<>(row.manifest());
		manifest.removeIf((entry) -> entry.index().equals(index.index().storedName()));
		for (IndexEntry entry : entries(index, row, stored)) {
			manifest.add(entry);
			Key key = this.keys.entry(entry, id(stored));
			byte[] value = IndexMaintainer.value(entry, id(stored));
			if (wanted.put(key, value) != null) {
				throw duplicate(index);
			}
		}
		if (manifest.size() > IndexEntries.MAX) {
			throw new UnfillableException(
					"the row %s would have more than %d entries".formatted(stored.key(), IndexEntries.MAX));
		}
		remember(transaction, row, stored, manifest);
	}

	/**
	 * Written even if it is the same, so that a writer of the row and this fill cannot
	 * both win.
	 */
	private void remember(Transaction transaction, IndexedRow row, Entry stored, List<IndexEntry> manifest) {
		if (row.manifest().size() == manifest.size() && row.manifest().containsAll(manifest)) {
			transaction.lock(stored.key());
		}
		else {
			transaction.put(stored.key(), this.rows.withManifest(stored.value(), manifest));
		}
	}

	private static List<IndexEntry> entries(IndexEntries index, IndexedRow row, Entry stored) {
		try {
			return (row.row() != null) ? index.of(row.row()) : List.of();
		}
		catch (DataAccessException ex) {
			throw new UnfillableException("the row %s has no place in it: %s".formatted(stored.key(), ex.getMessage()));
		}
	}

	private static void put(Transaction transaction, IndexEntries index, Map<Key, byte[]> wanted) {
		Map<Key, byte[]> stored = (index.index().unique() && !wanted.isEmpty()) ? transaction.getAll(wanted.keySet())
				: Map.of();
		wanted.forEach((key, value) -> {
			byte[] known = stored.get(key);
			if (known != null && !Key.wrap(known).equals(Key.wrap(value))) {
				throw duplicate(index);
			}
			if (known == null && index.index().unique()) {
				transaction.insert(key, value);
			}
			else {
				transaction.put(key, value);
			}
		});
	}

	private static UnfillableException duplicate(IndexEntries index) {
		return new UnfillableException(
				"several rows have the same value in it, and '%s' is unique: change all but one of them"
					.formatted(index.index().name()));
	}

}
