package io.tito.index;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.tito.codec.IndexEntry;
import io.tito.key.Key;
import io.tito.mapping.IndexDefinition;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataIntegrityViolationException;

/**
 * The entries that one index wants of a row. Thread-safe.
 */
public final class IndexEntries {

	/** The most entries that a row may have. */
	public static final int MAX = 1000;

	private final IndexDefinition index;

	private final String storedName;

	private final KeyMaker maker;

	private final @Nullable IndexCondition condition;

	public IndexEntries(IndexDefinition index) {
		this.index = index;
		this.storedName = index.storedName();
		this.maker = (index.keys() != null) ? new CustomKeys(index.name(), index.keys()) : new FieldKeys(index);
		this.condition = index.isConditional() ? new IndexCondition(index) : null;
	}

	public IndexDefinition index() {
		return this.index;
	}

	/**
	 * The entries of a row.
	 * @param row the row
	 * @return the entries, each once
	 * @throws DataIntegrityViolationException if there are more than {@link #MAX}
	 */
	public List<IndexEntry> of(Object row) {
		if (this.condition != null && !this.condition.accepts(row)) {
			return List.of();
		}
		Set<Key> keys = new Limited(this.index.name());
		this.maker.make(row, keys);
		List<IndexEntry> entries = new ArrayList<>(keys.size());
		keys.forEach((key) -> entries.add(new IndexEntry(this.storedName, this.index.unique(), key)));
		return entries;
	}

	static DataIntegrityViolationException tooMany(String index) {
		return new DataIntegrityViolationException(
				"A row has more than %d entries in the index '%s' and those before it: index fewer elements, or split the row"
					.formatted(MAX, index));
	}

	/**
	 * Stops before a product of large collections fills the memory.
	 */
	private static final class Limited extends LinkedHashSet<Key> {

		private static final long serialVersionUID = 1L;

		private final String index;

		Limited(String index) {
			this.index = index;
		}

		@Override
		public boolean add(Key key) {
			boolean added = super.add(key);
			if (size() > MAX) {
				throw tooMany(this.index);
			}
			return added;
		}

	}

}
