package io.tito.core.callback;

import org.springframework.data.mapping.callback.EntityCallback;

/**
 * Called before anything is done with an entity that is to be stored; it may have no id
 * yet. The place to complete an entity: auditing does it here.
 *
 * @param <T> the class of the entity
 */
@FunctionalInterface
public interface BeforeConvertCallback<T> extends EntityCallback<T> {

	/**
	 * An entity is to be stored.
	 * @param entity the entity
	 * @return the entity to store in its place, or the same
	 */
	T onBeforeConvert(T entity);

}
