package io.tito.listener.container;

/**
 * Two listeners of one application share a type and a group, or an id.
 */
public final class DuplicateListenerException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	DuplicateListenerException(ListenerDefinition first, ListenerDefinition second) {
		super(message(first, second));
	}

	private static String message(ListenerDefinition first, ListenerDefinition second) {
		if (first.type().equals(second.type()) && first.group().equals(second.group())) {
			return ("Both %s and %s listen to events of type '%s' in the group '%s', but each event goes to one of a "
					+ "group only. Give one of them another group, or let one method do both")
				.formatted(first.description(), second.description(), first.type(), first.group());
		}
		return "Both %s and %s have the listener id '%s'. Give one of them another id".formatted(first.description(),
				second.description(), first.id());
	}

}
