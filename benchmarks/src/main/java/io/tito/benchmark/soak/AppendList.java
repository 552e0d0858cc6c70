package io.tito.benchmark.soak;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A list that transactions append to, as one value. Old elements are cut off, so that it
 * does not grow without end, but keep their positions.
 *
 * @param offset the position of the first element that is still there
 * @param elements the elements
 */
record AppendList(long offset, List<Long> elements) {

	private static final AppendList EMPTY = new AppendList(0, List.of());

	private static final int LONGEST = 64;

	AppendList {
		elements = List.copyOf(elements);
	}

	static AppendList decode(byte @Nullable [] value) {
		if (value == null) {
			return EMPTY;
		}
		String[] parts = new String(value, StandardCharsets.US_ASCII).split(":");
		return new AppendList(Long.parseLong(parts[0]), Arrays.stream(parts[1].split(",")).map(Long::valueOf).toList());
	}

	byte[] encode() {
		return (this.offset + ":" + this.elements.stream().map(String::valueOf).collect(Collectors.joining(",")))
			.getBytes(StandardCharsets.US_ASCII);
	}

	AppendList with(long element) {
		int cut = (this.elements.size() < LONGEST) ? 0 : LONGEST / 2;
		List<Long> more = new ArrayList<>(this.elements.subList(cut, this.elements.size()));
		more.add(element);
		return new AppendList(this.offset + cut, more);
	}

	/**
	 * The position that the next element will have.
	 */
	long end() {
		return this.offset + this.elements.size();
	}

}
