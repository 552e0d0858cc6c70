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
 */
record Registration(StartPosition start, Timestamp at) {

	private static final int FORMAT = 1;

	private static final int EARLIEST = 1;

	private static final int LATEST = 2;

	Registration {
		if (start == StartPosition.AUTOMATIC) {
			throw new IllegalArgumentException("Where a group begins must be decided when it is registered");
		}
	}

	GroupState initialState() {
		Position position = (this.start == StartPosition.EARLIEST) ? Position.START : Position.ceil(this.at);
		return new GroupState("", 0, 0, position, this.at, 0);
	}

	byte[] encode() {
		int code = (this.start == StartPosition.EARLIEST) ? EARLIEST : LATEST;
		return new FieldWriter(FORMAT).number(code).number(this.at.value()).toBytes();
	}

	static Registration decode(Key row, byte[] bytes) {
		return FieldReader.read(row, bytes, FORMAT,
				(fields) -> new Registration(
						(fields.integer() == EARLIEST) ? StartPosition.EARLIEST : StartPosition.LATEST,
						new Timestamp(fields.number())));
	}

}
