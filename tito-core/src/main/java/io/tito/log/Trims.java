package io.tito.log;

import java.util.HashMap;
import java.util.Map;

import io.tito.client.Snapshot;
import io.tito.key.Key;

/**
 * Where retention has come to on each partition, read as it is asked for. Not
 * thread-safe.
 */
final class Trims {

	private static final int FORMAT = 1;

	private final EventLog log;

	private final Snapshot at;

	private final Map<Key, Position> known = new HashMap<>();

	Trims(EventLog log, Snapshot at) {
		this.log = log;
		this.at = at;
	}

	/**
	 * Whether an event is removed.
	 * @param event the key of the event
	 * @return whether retention has come past it
	 */
	boolean cover(byte[] event) {
		Key key = Key.wrap(event);
		String type = this.log.keys().typeOf(key);
		int partition = this.log.keys().partitionOf(key);
		Position trimmed = this.known.computeIfAbsent(this.log.keys().trim(type, partition),
				(row) -> this.log.trimmed(this.at, type, partition));
		return !this.log.keys().position(key).isAfter(trimmed);
	}

	static byte[] encode(Position position) {
		return new FieldWriter(FORMAT).text(position.text()).toBytes();
	}

	static Position decode(Key row, byte[] bytes) {
		return FieldReader.read(row, bytes, FORMAT, (fields) -> new Position(fields.text()));
	}

}
