package io.tito.core.callback;

import org.springframework.data.mapping.callback.EntityCallback;

/**
 * Called with the entity as it was stored when its row was removed in its transaction,
 * which may still fail.
 *
 * @param <T> the class of the entity
 */
@FunctionalInterface
public interface AfterDeleteCallback<T> extends EntityCallback<T> {

	/**
	 * An entity was removed.
	 * @param entity the entity
	 * @return the same
	 */
	T onAfterDelete(T entity);

}
