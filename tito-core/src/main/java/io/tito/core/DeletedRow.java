package io.tito.core;

import java.time.Instant;

/**
 * A row that was kept after its deletion.
 *
 * @param <T> the class of the entity
 * @param entity the entity as it was stored last
 * @param deletedAt when it was deleted, by the time of TiKV's oracle
 */
public record DeletedRow<T>(T entity, Instant deletedAt) {

}
