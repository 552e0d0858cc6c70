package io.tito.listener.container;

import io.tito.annotation.StartPosition;
import io.tito.listener.ListenerHandler;

/**
 * A listener as it is to be run.
 *
 * @param id its id, unique in the application
 * @param type the event type
 * @param group the group
 * @param start where the group begins if it is new
 * @param transactional whether the handler runs in the acknowledging transaction
 * @param overrides what was said of its settings where it is declared
 * @param handler the handler
 * @param description where it is declared, for messages
 */
public record ListenerDefinition(String id, String type, String group, StartPosition start, boolean transactional,
		ListenerOverrides overrides, ListenerHandler handler, String description) {

	boolean clashesWith(ListenerDefinition other) {
		boolean same = this.type.equals(other.type()) && this.group.equals(other.group());
		return same || this.id.equals(other.id());
	}

}
