package io.tito.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers the members of a group from 0 on without a gap. A member keeps the number that
 * it has recorded as its seat; gaps are filled by those whose numbers are too high, which
 * then record what they got. So one member more or less changes the number of at most one
 * other. Pure: all that know the same seats come to the same answer.
 */
final class Seats {

	private static final Comparator<Map.Entry<String, Integer>> BY_SEAT = Map.Entry.<String, Integer>comparingByValue()
		.thenComparing(Map.Entry.comparingByKey());

	private Seats() {
	}

	/**
	 * The number of each member.
	 * @param seats the recorded seat of each, or {@link Member#NO_SEAT}; two may have
	 * recorded the same one when they joined at the same time
	 * @return a number below the count of members for each
	 */
	static Map<String, Integer> numbers(Map<String, Integer> seats) {
		Map<String, Integer> numbers = new HashMap<>();
		boolean[] taken = new boolean[seats.size()];
		Deque<String> standing = new ArrayDeque<>();
		for (Map.Entry<String, Integer> seat : sorted(seats)) {
			if (seat.getValue() < taken.length && !taken[seat.getValue()]) {
				taken[seat.getValue()] = true;
				numbers.put(seat.getKey(), seat.getValue());
			}
			else {
				standing.add(seat.getKey());
			}
		}
		for (int number = 0; !standing.isEmpty(); number++) {
			if (!taken[number]) {
				numbers.put(standing.remove(), number);
			}
		}
		return numbers;
	}

	private static List<Map.Entry<String, Integer>> sorted(Map<String, Integer> seats) {
		List<Map.Entry<String, Integer>> sorted = new ArrayList<>(seats.entrySet());
		sorted.sort(BY_SEAT);
		return sorted;
	}

}
