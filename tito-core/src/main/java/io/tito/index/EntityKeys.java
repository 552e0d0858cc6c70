package io.tito.index;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.tito.codec.IndexEntry;
import io.tito.key.Key;
import io.tito.key.Namespace;

/**
 * The keys of one entity, all in one place. Values and ids are encoded by
 * {@code KeyWriter}.
 *
 * <pre>
 * data:{entity}:{id}                                      a row
 * deleted:{entity}:{id}                                   a row that is kept after its deletion
 * index:{entity}:{index}:{fingerprint}:{values...}{id}    an entry: one format byte
 * unique:{entity}:{index}:{fingerprint}:{values...}       an entry of a unique index: the id
 * meta:index:{entity}                                     the states of its indexes
 * meta:migration:{entity}:{name}                          how far a migration of all rows is
 * </pre>
 *
 * The fingerprint is that of the definition, so that a changed index is built beside the
 * one that it replaces.
 */
public final class EntityKeys {

	private final Namespace namespace;

	private final String entity;

	private final Key rows;

	private final Key deleted;

	/** A prefix is needed for each entry that is written. */
	private final Map<String, Key> indexes = new ConcurrentHashMap<>();

	private final Map<String, Key> uniqueIndexes = new ConcurrentHashMap<>();

	public EntityKeys(Namespace namespace, String entity) {
		this.namespace = namespace;
		this.entity = entity;
		this.rows = namespace.prefix("data", entity);
		this.deleted = namespace.prefix("deleted", entity);
	}

	/**
	 * The prefix of all rows.
	 * @return the prefix
	 */
	public Key rows() {
		return this.rows;
	}

	/**
	 * The key of a row.
	 * @param id the encoded id
	 * @return the key
	 */
	public Key row(Key id) {
		return this.rows.append(id);
	}

	/**
	 * The prefix of all rows that are kept after their deletion.
	 * @return the prefix
	 */
	public Key deletedRows() {
		return this.deleted;
	}

	/**
	 * The key of a row that is kept after its deletion.
	 * @param id the encoded id
	 * @return the key
	 */
	public Key deletedRow(Key id) {
		return this.deleted.append(id);
	}

	/**
	 * The key of the state of a migration.
	 * @param name the name of the migration
	 * @return the key
	 */
	public Key migration(String name) {
		return this.namespace.key("meta", "migration", this.entity, Namespace.checkName("migration", name));
	}

	/**
	 * The prefix of all entries of an index.
	 * @param index the name of the index, with the fingerprint of its definition
	 * @param unique whether it is unique
	 * @return the prefix
	 */
	public Key entries(String index, boolean unique) {
		Map<String, Key> known = unique ? this.uniqueIndexes : this.indexes;
		Key prefix = known.get(index);
		return (prefix != null) ? prefix : known.computeIfAbsent(index,
				(name) -> this.namespace.prefix(unique ? "unique" : "index", this.entity, name));
	}

	/**
	 * The key of the states of the indexes.
	 * @return the key
	 */
	public Key states() {
		return this.namespace.key("meta", "index", this.entity);
	}

	/**
	 * The key of an entry.
	 * @param entry the entry
	 * @param id the encoded id of its row
	 * @return the key
	 */
	public Key entry(IndexEntry entry, Key id) {
		Key prefix = entries(entry.index(), entry.unique());
		byte[] key = Arrays.copyOf(prefix.bytes(), entryLength(entry, id));
		System.arraycopy(entry.values().bytes(), 0, key, prefix.length(), entry.values().length());
		if (!entry.unique()) {
			System.arraycopy(id.bytes(), 0, key, key.length - id.length(), id.length());
		}
		return Key.wrap(key);
	}

	/**
	 * How long the key of an entry is.
	 * @param entry the entry
	 * @param id the encoded id of its row
	 * @return the length in bytes
	 */
	public int entryLength(IndexEntry entry, Key id) {
		return entries(entry.index(), entry.unique()).length() + entry.values().length()
				+ (entry.unique() ? 0 : id.length());
	}

}
