package io.tito.log;

import io.tito.annotation.StartPosition;
import io.tito.client.Timestamp;
import io.tito.key.Key;

/**
 * When and how a group was registered. States of its partitions that are not yet stored
 * follow from it, whenever and by whomever they are needed.
 *
 * @param start where the group begins, decided
 * @param at the timestamp of the registration
 * @param leaving whether its removal has begun
 * @param paused whether no instance is to handle its events
 */
record Registration(StartPosition start, Timestamp at, boolean leaving, boolean paused) {

	private static final int FORMAT = 1;

	private static final int EARLIEST = 1;

	private static final int LATEST = 2;

	private static final int LEAVING = 4;

	private static final int PAUSED = 8;

	Registration {
		if (start == StartPosition.AUTOMATIC) {
			throw new IllegalArgumentException("Where a group begins must be decided when it is registered");
		}
	}

	Registration(StartPosition start, Timestamp at) {
		this(start, at, false, false);
	}

	Registration asLeaving() {
		return new Registration(this.start, this.at, true, this.paused);
	}

	Registration asPaused(boolean pause) {
		return new Registration(this.start, this.at, this.leaving, pause);
	}

	GroupState initialState() {
		Position position = (this.start == StartPosition.EARLIEST) ? Position.START : Position.ceil(this.at);
		return new GroupState("", 0, 0, position, this.at, 0);
	}

	byte[] encode() {
		int code = (this.start == StartPosition.EARLIEST) ? EARLIEST : LATEST;
		int flags = (this.leaving ? LEAVING : 0) | (this.paused ? PAUSED : 0);
		return new FieldWriter(FORMAT).number(code | flags).number(this.at.value()).toBytes();
	}

	static Registration decode(Key row, byte[] bytes) {
		return FieldReader.read(row, bytes, FORMAT, (fields) -> {
			int code = fields.integer();
			StartPosition start = ((code & EARLIEST) != 0) ? StartPosition.EARLIEST : StartPosition.LATEST;
			return new Registration(start, new Timestamp(fields.number()), (code & LEAVING) != 0, (code & PAUSED) != 0);
		});
	}

}
