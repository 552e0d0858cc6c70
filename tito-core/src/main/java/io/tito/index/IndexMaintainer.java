package io.tito.index;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.tito.client.Transaction;
import io.tito.codec.IndexEntry;
import io.tito.key.Key;
import io.tito.key.KeyWriter;
import io.tito.mapping.IndexDefinition;
import io.tito.mapping.TitoPersistentEntity;
import io.tito.mapping.TitoPersistentProperty;

import org.springframework.data.mapping.PersistentPropertyAccessor;

/**
 * Keeps the entries of an entity's indexes in step with its rows. Thread-safe.
 */
public final class IndexMaintainer {

	private static final byte[] ENTRY = { 1 };

	private final TitoPersistentEntity<?> entity;

	private final EntityKeys keys;

	public IndexMaintainer(TitoPersistentEntity<?> entity, EntityKeys keys) {
		this.entity = entity;
		this.keys = keys;
	}

	/**
	 * The entries that a row wants. A row in which a field is null has no entry in that
	 * field's indexes.
	 * @param row the row
	 * @return the entries, in the order of the definitions
	 */
	public List<IndexEntry> entries(Object row) {
		PersistentPropertyAccessor<?> values = this.entity.getPropertyAccessor(row);
		List<IndexEntry> entries = new ArrayList<>();
		for (IndexDefinition index : this.entity.indexes()) {
			KeyWriter writer = new KeyWriter();
			boolean complete = true;
			for (TitoPersistentProperty field : index.fields()) {
				Object value = values.getProperty(field);
				complete &= value != null;
				writer.write(value);
			}
			if (complete) {
				entries.add(new IndexEntry(index.name(), index.unique(), writer.toKey()));
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
		before.stream()
			.filter((entry) -> !after.contains(entry))
			.forEach((entry) -> transaction.delete(this.keys.entry(entry, id)));
		after.stream().filter((entry) -> !before.contains(entry)).forEach((entry) -> add(transaction, id, entry));
	}

	private void add(Transaction transaction, Key id, IndexEntry entry) {
		Key key = this.keys.entry(entry, id);
		if (entry.unique()) {
			transaction.insert(key, id.bytes());
		}
		else {
			transaction.put(key, ENTRY);
		}
	}

}
