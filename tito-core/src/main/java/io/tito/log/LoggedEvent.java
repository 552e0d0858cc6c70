package io.tito.log;

import org.jspecify.annotations.Nullable;

/**
 * An event as it was read for a group: from the log, or from a parked lane.
 *
 * @param position its position
 * @param row what is stored of it, copied as it is when the event is parked
 * @param event the event; null if this version cannot read the row
 * @param lane the lane it belongs to
 * @param parked whether it was read from a parked lane
 */
public record LoggedEvent(Position position, byte[] row, @Nullable StoredEvent event, String lane, boolean parked) {

	private static final String UNREADABLE = "unreadable";

	static LoggedEvent logged(Position position, byte[] row) {
		StoredEvent event = decode(row);
		return new LoggedEvent(position, row, event, laneOf(event), false);
	}

	static String laneOf(@Nullable StoredEvent event) {
		return (event != null) ? event.key() : UNREADABLE;
	}

	static LoggedEvent parked(Position position, byte[] row, String lane) {
		return new LoggedEvent(position, row, decode(row), lane, true);
	}

	/**
	 * The same event in a lane of its own, if it was read from the log.
	 * @return the event
	 */
	LoggedEvent alone() {
		return this.parked ? this : new LoggedEvent(this.position, this.row, this.event, this.position.text(), false);
	}

	private static @Nullable StoredEvent decode(byte[] row) {
		try {
			return EventCodec.decode(row);
		}
		catch (IllegalArgumentException ex) {
			// a newer instance may know the format: the lane waits for it
			return null;
		}
	}

}
