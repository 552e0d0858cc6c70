package io.tito.core.callback;

import org.springframework.data.mapping.callback.EntityCallback;

/**
 * Called when an entity has its id and its next version, before its row and index entries
 * are written. The place to refuse an entity, by an exception. What it changes is stored,
 * except for the id and the version.
 *
 * @param <T> the class of the entity
 */
@FunctionalInterface
public interface BeforeSaveCallback<T> extends EntityCallback<T> {

	/**
	 * An entity is about to be written.
	 * @param entity the entity
	 * @return the entity to write in its place, or the same
	 */
	T onBeforeSave(T entity);

}
