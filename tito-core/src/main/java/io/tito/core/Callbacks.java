package io.tito.core;

import io.tito.core.callback.AfterConvertCallback;
import io.tito.core.callback.AfterDeleteCallback;
import io.tito.core.callback.AfterSaveCallback;
import io.tito.core.callback.BeforeConvertCallback;
import io.tito.core.callback.BeforeDeleteCallback;
import io.tito.core.callback.BeforeSaveCallback;
import org.jspecify.annotations.Nullable;

import org.springframework.data.mapping.callback.EntityCallback;
import org.springframework.data.mapping.callback.EntityCallbacks;

/**
 * The callbacks of the application, if it has any. Thread-safe.
 */
final class Callbacks {

	private volatile @Nullable EntityCallbacks registered;

	void register(EntityCallbacks callbacks) {
		this.registered = callbacks;
	}

	<T> T beforeConvert(T entity) {
		return call(BeforeConvertCallback.class, entity);
	}

	<T> T beforeSave(T entity) {
		return call(BeforeSaveCallback.class, entity);
	}

	<T> T afterSave(T entity) {
		return call(AfterSaveCallback.class, entity);
	}

	<T> T afterConvert(T entity) {
		return call(AfterConvertCallback.class, entity);
	}

	<T> T beforeDelete(T entity) {
		return call(BeforeDeleteCallback.class, entity);
	}

	<T> T afterDelete(T entity) {
		return call(AfterDeleteCallback.class, entity);
	}

	@SuppressWarnings({ "rawtypes" })
	private <T> T call(Class<? extends EntityCallback> type, T entity) {
		EntityCallbacks callbacks = this.registered;
		return (callbacks != null) ? callbacks.callback(type, entity) : entity;
	}

}
