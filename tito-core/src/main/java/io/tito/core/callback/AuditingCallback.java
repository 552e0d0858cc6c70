package io.tito.core.callback;

import org.springframework.beans.factory.ObjectFactory;
import org.springframework.core.Ordered;
import org.springframework.data.auditing.IsNewAwareAuditingHandler;

/**
 * Sets who created and changed an entity, and when. Runs behind callbacks of lower order
 * than {@value #ORDER}.
 */
public final class AuditingCallback implements BeforeConvertCallback<Object>, Ordered {

	/** The place among the callbacks. */
	public static final int ORDER = 100;

	private final ObjectFactory<IsNewAwareAuditingHandler> handler;

	public AuditingCallback(ObjectFactory<IsNewAwareAuditingHandler> handler) {
		this.handler = handler;
	}

	@Override
	public Object onBeforeConvert(Object entity) {
		return this.handler.getObject().markAudited(entity);
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

}
