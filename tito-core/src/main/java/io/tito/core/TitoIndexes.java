package io.tito.core;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import io.tito.client.TitoClient;
import io.tito.index.IndexBuilder;
import io.tito.index.IndexCheck;
import io.tito.index.IndexChecker;
import io.tito.index.IndexMembers;
import io.tito.index.IndexSituation;
import io.tito.index.IndexStatus;

/**
 * What operators do with the indexes of entities. Thread-safe.
 */
public final class TitoIndexes {

	private final TitoClient client;

	private final Tables tables;

	TitoIndexes(TitoClient client, Tables tables) {
		this.client = client;
		this.tables = tables;
	}

	/**
	 * The entities whose indexes these are.
	 * @return the class of each entity that is known, by its name in the store
	 */
	public SortedMap<String, Class<?>> entities() {
		SortedMap<String, Class<?>> entities = new TreeMap<>();
		this.tables.types().forEach((type) -> entities.put(this.tables.of(type).name(), type));
		return entities;
	}

	/**
	 * How far the indexes of an entity are.
	 * @param type the class of the entity
	 * @return a status for each that is stored
	 */
	public List<IndexStatus> status(Class<?> type) {
		return this.tables.of(type).catalog().status();
	}

	/**
	 * How the indexes of an entity stand for this instance: what is stored, what waits
	 * for other instances, and whether this one is outdated. One read.
	 * @param type the class of the entity
	 * @return the situation
	 */
	public IndexSituation situation(Class<?> type) {
		return this.tables.of(type).catalog().situation();
	}

	/**
	 * As {@link #situation}, when this instance last looked: within a quarter of the
	 * lease on the states of indexes. For what asks often, such as a health check.
	 * @param type the class of the entity
	 * @return the situation
	 */
	public IndexSituation knownSituation(Class<?> type) {
		return this.tables.of(type).catalog().knownSituation();
	}

	/**
	 * Compare all rows of an entity with all entries of its indexes. Takes time in
	 * proportion to their number; writers go on.
	 * @param type the class of the entity
	 * @return what is wrong
	 */
	public IndexCheck check(Class<?> type) {
		return checker(type).check(false);
	}

	/**
	 * Check, and repair missing and stale entries.
	 * @param type the class of the entity
	 * @return what was wrong, and how much of it is repaired
	 */
	public IndexCheck repair(Class<?> type) {
		return checker(type).check(true);
	}

	/**
	 * Makes the stored indexes of an entity what its class declares, step by step. One
	 * instance should do so at a time.
	 * @param type the class of the entity
	 * @param members the running instances
	 * @return a builder, to be run by one thread
	 */
	public IndexBuilder builder(Class<?> type, IndexMembers members) {
		Table<?> table = this.tables.of(type);
		return new IndexBuilder(this.client, table.name(), table.keys(), table.catalog(), new TableRows(table),
				members);
	}

	/**
	 * What every instance announces, so that an index is built once all know it.
	 * @param type the class of the entity
	 * @return the announcement
	 */
	public String announcement(Class<?> type) {
		return this.tables.of(type).catalog().announcement();
	}

	private IndexChecker checker(Class<?> type) {
		Table<?> table = this.tables.of(type);
		return new IndexChecker(this.client, table.name(), table.keys(), table.catalog(), new TableRows(table));
	}

}
