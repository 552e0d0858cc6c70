package io.tito.core.callback;

import org.springframework.data.mapping.callback.EntityCallback;

/**
 * Called for each row that was read, whether for the application or in order to replace
 * or remove it.
 *
 * @param <T> the class of the entity
 */
@FunctionalInterface
public interface AfterConvertCallback<T> extends EntityCallback<T> {

	/**
	 * A row was read.
	 * @param entity the entity
	 * @return the entity to go on with, or the same
	 */
	T onAfterConvert(T entity);

}
