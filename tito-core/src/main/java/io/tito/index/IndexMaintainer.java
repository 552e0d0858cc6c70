package io.tito.index;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;

import io.tito.client.Transaction;
import io.tito.codec.IndexEntry;
import io.tito.key.Key;

/**
 * Keeps the entries of an entity's indexes in step with its rows. Thread-safe.
 */
public final class IndexMaintainer {

	private static final byte[] ENTRY = { 1 };

	private static final int FEW = 8;

	private final EntityKeys keys;

	private final IndexCatalog catalog;

	public IndexMaintainer(EntityKeys keys, IndexCatalog catalog) {
		this.keys = keys;
		this.catalog = catalog;
	}

	/**
	 * The entries that a row wants.
	 * @param transaction the transaction that writes the row
	 * @param row the row
	 * @return the entries, in the order of the definitions
	 * @throws OutdatedInstanceException if this instance must not write the row
	 */
	public List<IndexEntry> entries(Transaction transaction, Object row) {
		return entries(row, this.catalog.toWrite(transaction));
	}

	static List<IndexEntry> entries(Object row, Collection<IndexEntries> indexes) {
		List<IndexEntry> entries = new ArrayList<>();
		for (IndexEntries index : indexes) {
			entries.addAll(index.of(row));
			if (entries.size() > IndexEntries.MAX) {
				throw IndexEntries.tooMany(index.index().name());
			}
		}
		return entries;
	}

	/**
	 * Replace the entries of a row. Whether a unique value is taken shows at commit.
	 * @param transaction the transaction that writes the row
	 * @param id the encoded id
	 * @param before the entries that the row has
	 * @param after the entries that it is to have
	 */
	public void replace(Transaction transaction, Key id, Collection<IndexEntry> before, Collection<IndexEntry> after) {
		Collection<IndexEntry> had = searchable(before);
		Collection<IndexEntry> wanted = searchable(after);
		for (IndexEntry entry : before) {
			if (!wanted.contains(entry)) {
				transaction.delete(this.keys.entry(entry, id));
			}
		}
		for (IndexEntry entry : after) {
			if (!had.contains(entry)) {
				add(transaction, id, entry);
			}
		}
	}

	/**
	 * A few entries are compared faster than they are hashed.
	 */
	private static Collection<IndexEntry> searchable(Collection<IndexEntry> entries) {
		return (entries.size() > FEW) ? new HashSet<>(entries) : entries;
	}

	/**
	 * What is stored under the key of an entry.
	 */
	static byte[] value(IndexEntry entry, Key id) {
		return entry.unique() ? id.bytes() : ENTRY;
	}

	private void add(Transaction transaction, Key id, IndexEntry entry) {
		Key key = this.keys.entry(entry, id);
		if (entry.unique()) {
			transaction.insert(key, value(entry, id));
		}
		else {
			transaction.put(key, value(entry, id));
		}
	}

}
