package io.tito.core.callback;

import org.springframework.data.mapping.callback.EntityCallback;

/**
 * Called with the stored entity before its row is removed. The place to refuse it, by an
 * exception. Not called for a row that does not exist.
 *
 * @param <T> the class of the entity
 */
@FunctionalInterface
public interface BeforeDeleteCallback<T> extends EntityCallback<T> {

	/**
	 * An entity is about to be removed.
	 * @param entity the entity
	 * @return the same
	 */
	T onBeforeDelete(T entity);

}
