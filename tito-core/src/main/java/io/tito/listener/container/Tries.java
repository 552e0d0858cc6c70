package io.tito.listener.container;

import io.tito.log.Lane;
import io.tito.log.LoggedEvent;
import io.tito.log.OwnedPartition;

/**
 * What an event has been through.
 *
 * @param attempts how often it was tried
 * @param unreadableSince since when it cannot be read, 0 if it could so far
 */
record Tries(int attempts, long unreadableSince) {

	static Tries of(OwnedPartition owned, LoggedEvent event) {
		Lane lane = owned.lane(event.lane());
		int losses = owned.losses(event.position());
		if (lane == null) {
			return new Tries(losses, 0);
		}
		return new Tries(Math.max(lane.attempts(event.position()), losses), lane.unreadableSince(event.position()));
	}

}
