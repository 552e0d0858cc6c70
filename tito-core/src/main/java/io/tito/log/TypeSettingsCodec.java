package io.tito.log;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.tito.client.CorruptedDataException;
import io.tito.client.Timestamp;
import io.tito.key.Key;

/**
 * The stored form of a type's settings. Those of a type that has never got more
 * partitions have format 1; versions that know no other refuse the rest.
 *
 * <pre>
 * format (1 byte) | partitions (4) | T in milliseconds (8) | D in milliseconds (8)
 *                 | format 2: each switch: count before (4), count after (4), timestamp (8)
 * </pre>
 */
final class TypeSettingsCodec {

	private static final byte FORMAT = 1;

	private static final byte GROWN = 2;

	private static final int LENGTH = 1 + 4 + 8 + 8;

	private static final int SWITCH = 4 + 4 + 8;

	private TypeSettingsCodec() {
	}

	static byte[] encode(TypeSettings settings) {
		PartitionHistory history = settings.history();
		ByteBuffer buffer = ByteBuffer.allocate(LENGTH + history.size() * SWITCH)
			.put(history.isEmpty() ? FORMAT : GROWN)
			.putInt(settings.partitions())
			.putLong(settings.prompt().toMillis())
			.putLong(settings.max().toMillis());
		history.switches().forEach((one) -> buffer.putInt(one.from()).putInt(one.to()).putLong(one.at().value()));
		return buffer.array();
	}

	static TypeSettings decode(Key key, byte[] bytes) {
		int switches = (bytes.length - LENGTH) / SWITCH;
		boolean sound = switches >= 0 && bytes.length == LENGTH + switches * SWITCH
				&& bytes[0] == ((switches == 0) ? FORMAT : GROWN);
		if (!sound) {
			throw new CorruptedDataException(
					"The settings at %s are damaged or of a newer format than %d".formatted(key, GROWN), null);
		}
		ByteBuffer buffer = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
		int partitions = buffer.getInt();
		Duration prompt = Duration.ofMillis(buffer.getLong());
		Duration max = Duration.ofMillis(buffer.getLong());
		List<PartitionSwitch> history = new ArrayList<>();
		for (int i = 0; i < switches; i++) {
			history.add(new PartitionSwitch(buffer.getInt(), buffer.getInt(), new Timestamp(buffer.getLong())));
		}
		return new TypeSettings(partitions, prompt, max, new PartitionHistory(history));
	}

}
