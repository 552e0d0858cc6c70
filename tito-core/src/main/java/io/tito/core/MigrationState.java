package io.tito.core;

import io.tito.key.Key;
import io.tito.key.KeyReader;
import io.tito.key.KeyWriter;
import org.jspecify.annotations.Nullable;

/**
 * How far a migration is, as it is stored.
 *
 * @param done whether all rows were seen
 * @param rows how many rows were seen
 * @param changed how many of them were written
 * @param last the encoded id of the last row that was seen, or null if there was none
 */
record MigrationState(boolean done, long rows, long changed, @Nullable Key last) {

	private static final long FORMAT = 1;

	static MigrationState of(byte @Nullable [] stored) {
		if (stored == null) {
			return new MigrationState(false, 0, 0, null);
		}
		KeyReader reader = new KeyReader(Key.wrap(stored), 0);
		if (!Long.valueOf(FORMAT).equals(reader.read())) {
			throw new IllegalArgumentException("The state of the migration was written by a later version");
		}
		boolean done = Boolean.TRUE.equals(reader.read());
		long rows = number(reader);
		long changed = number(reader);
		return new MigrationState(done, rows, changed, (reader.read() instanceof byte[] last) ? Key.wrap(last) : null);
	}

	byte[] encode() {
		Key id = this.last;
		return KeyWriter.keyOf(FORMAT, this.done, this.rows, this.changed, (id != null) ? id.bytes() : null).bytes();
	}

	Migration result(String name) {
		return new Migration(name, this.rows, this.changed);
	}

	private static long number(KeyReader reader) {
		return (reader.read() instanceof Long number) ? number : 0;
	}

}
