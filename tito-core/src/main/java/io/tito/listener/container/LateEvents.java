package io.tito.listener.container;

import io.tito.log.Acknowledgement;
import io.tito.log.LogPage;
import io.tito.log.OwnedPartition;
import io.tito.log.Sweep;

/**
 * Late events are settled all together or not at all: no state could say which of them
 * are. Where they cannot be handled together they are parked, due at once and without
 * spending an attempt, by an acknowledgement that runs no handler.
 */
final class LateEvents {

	private LateEvents() {
	}

	static boolean park(OwnedPartition owned, Sweep sweep, LogPage page) {
		Acknowledgement acknowledgement = owned.acknowledgement();
		page.late().forEach((event) -> acknowledgement.park(event, sweep.at().physical()));
		acknowledgement.settle(page.keep(0));
		return owned.commit(acknowledgement);
	}

}
