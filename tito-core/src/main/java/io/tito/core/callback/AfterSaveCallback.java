package io.tito.core.callback;

import org.springframework.data.mapping.callback.EntityCallback;

/**
 * Called when the row of an entity was written into its transaction, which may still
 * fail.
 *
 * @param <T> the class of the entity
 */
@FunctionalInterface
public interface AfterSaveCallback<T> extends EntityCallback<T> {

	/**
	 * An entity was written.
	 * @param entity the entity
	 * @return what the caller gets
	 */
	T onAfterSave(T entity);

}
