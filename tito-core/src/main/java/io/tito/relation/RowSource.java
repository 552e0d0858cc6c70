package io.tito.relation;

import java.util.Collection;
import java.util.Map;

import io.tito.client.Snapshot;
import io.tito.mapping.TitoPersistentEntity;

/**
 * Reads the rows that relations point to.
 */
@FunctionalInterface
public interface RowSource {

	/**
	 * Read rows in one batch.
	 * @param snapshot where to read
	 * @param entity the entity
	 * @param ids the ids, each once
	 * @return the rows that exist, by id
	 */
	Map<Object, Object> find(Snapshot snapshot, TitoPersistentEntity<?> entity, Collection<Object> ids);

}
