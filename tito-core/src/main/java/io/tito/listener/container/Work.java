package io.tito.listener.container;

import java.util.List;

import io.tito.log.LogPage;
import io.tito.log.LoggedEvent;
import io.tito.log.OwnedPartition;
import io.tito.log.Sweep;
import org.jspecify.annotations.Nullable;

/**
 * What one delivery takes in hand.
 *
 * @param lanes the parked lanes to try
 * @param lanePage how many events of each
 * @param page the events of the log; null to leave them for later
 */
record Work(List<String> lanes, int lanePage, @Nullable LogPage page) {

	/** So many lanes are tried before the log goes on. */
	private static final int LANES = 32;

	static Work of(OwnedPartition owned, Sweep sweep, LogPage page, int batch) {
		List<String> lanes = owned.dueLanes(sweep.at().physical(), LANES);
		return new Work(lanes, Math.max(1, batch / Math.max(1, lanes.size())), page);
	}

	/**
	 * The first event alone. Which one that is does not depend on who asks, so that an
	 * event that kills its owners is met again by the next.
	 * @return the work
	 */
	Work first() {
		if (!this.lanes.isEmpty()) {
			return new Work(this.lanes.subList(0, 1), 1, null);
		}
		return new Work(List.of(), 1, (this.page != null) ? this.page.keep(1) : null);
	}

	/**
	 * Say which event comes first, before it does.
	 * @return whether it may be handled; if not, the partition is lost
	 */
	boolean announce(OwnedPartition owned, Sweep sweep) {
		LoggedEvent first = firstEvent(owned, sweep);
		return first == null || owned.takeInHand(first.position());
	}

	private @Nullable LoggedEvent firstEvent(OwnedPartition owned, Sweep sweep) {
		if (!this.lanes.isEmpty()) {
			return owned.parked(sweep, this.lanes.get(0), 1).stream().findFirst().orElse(null);
		}
		return (this.page != null) ? this.page.events().stream().findFirst().orElse(null) : null;
	}

	boolean isEmpty() {
		return this.lanes.isEmpty() && (this.page == null || this.page.isEmpty());
	}

}
