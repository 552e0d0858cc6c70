package io.tito.listener.container;

import java.util.Collection;

/**
 * There is no listener with an id.
 */
public final class UnknownListenerException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	UnknownListenerException(String id, Collection<String> known) {
		super("There is no listener '%s'. The listeners are: %s. The id is that of @TitoListener, or else type/group"
			.formatted(id, known.isEmpty() ? "none" : String.join(", ", known)));
	}

}
