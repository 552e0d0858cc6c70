package io.tito.core;

import io.tito.annotation.Operation;
import org.jspecify.annotations.Nullable;

/**
 * A row that a transaction is about to write or remove.
 *
 * @param type the class of the entity
 * @param entity the name of the entity
 * @param operation what happens
 * @param id the id of the row
 * @param before the row as it was read, null for an insert
 * @param after the row as it will be, null for a delete
 * @param versionBefore the row's version before, if it has one
 * @param versionAfter the row's version after, if it has one
 */
public record EntityChange(Class<?> type, String entity, Operation operation, Object id, @Nullable Object before,
		@Nullable Object after, @Nullable Long versionBefore, @Nullable Long versionAfter) {

}
