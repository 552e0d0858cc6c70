package io.tito.embedded.storage.journal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a segment holds after a stop or crash.
 *
 * @param header its first frame, null if that is not whole
 * @param records the frames that follow it without a gap
 * @param lastSequence the greatest sequence in any whole frame, remains of older rounds
 * included; 0 if there is none
 * @param lastForced the greatest sequence that any of them knows to be on the disk
 */
record Image(@Nullable Frame header, List<Frame> records, long lastSequence, long lastForced) {

	static Image of(ByteBuffer content) {
		Frame header = Frame.read(content, 0);
		List<Frame> records = (header != null) ? records(content, header) : List.of();
		long lastSequence = 0;
		long lastForced = 0;
		int at = 0;
		while (at < content.limit()) {
			Frame frame = Frame.read(content, at);
			if (frame != null) {
				lastSequence = Math.max(lastSequence, frame.sequence());
				lastForced = Math.max(lastForced, frame.forced());
			}
			// behind damage and torn records there may be whole ones again
			at = Frame.next(at + ((frame != null) ? frame.size() : 1));
		}
		return new Image(header, records, lastSequence, lastForced);
	}

	private static List<Frame> records(ByteBuffer content, Frame header) {
		List<Frame> records = new ArrayList<>();
		int at = header.size();
		Frame frame = Frame.read(content, at);
		while (frame != null && frame.sequence() == header.sequence() + records.size() + 1) {
			records.add(frame);
			at += frame.size();
			frame = Frame.read(content, at);
		}
		return records;
	}

	/**
	 * The sequence of its first frame.
	 * @return the sequence, or 0 if it has none
	 */
	long first() {
		return (this.header != null) ? this.header.sequence() : 0;
	}

	/**
	 * The sequence that a next record would have.
	 * @return the sequence
	 */
	long end() {
		return first() + this.records.size() + 1;
	}

	/**
	 * The sequence from which on records are needed, as the header says.
	 * @return the sequence of the first frame of this or another segment
	 */
	long neededFrom() {
		return (this.header != null) ? this.header.payload().getLong(0) : 0;
	}

}
