package io.tito.listener.container;

import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which partitions of its type a listener handles on this instance. A partition that is
 * named by several instances is handled by the first of them that comes; another takes
 * over when that one has given it back or is gone. A partition that none names is handled
 * by none.
 */
public sealed interface PartitionAssignment {

	/** What is a fair share among the live instances that listen. */
	PartitionAssignment DYNAMIC = new Dynamic();

	/** All that no other instance has. */
	PartitionAssignment ALL = new All();

	/**
	 * Read numbers and ranges.
	 * @param text such as {@code 0-3,7}
	 * @return those partitions
	 * @throws IllegalArgumentException if the text cannot be read
	 */
	static PartitionAssignment parse(String text) {
		SortedSet<Integer> partitions = new TreeSet<>();
		for (String part : text.split(",", -1)) {
			String range = part.trim();
			if (!range.matches("\\d{1,4}(\\s*-\\s*\\d{1,4})?")) {
				throw unreadable(text);
			}
			String[] bounds = range.split("-");
			int first = Integer.parseInt(bounds[0].trim());
			int last = Integer.parseInt(bounds[bounds.length - 1].trim());
			if (last < first) {
				throw unreadable(text);
			}
			IntStream.rangeClosed(first, last).forEach(partitions::add);
		}
		return new Fixed(partitions);
	}

	/**
	 * Whether a partition is to be handled here.
	 * @param partition its number
	 * @param share the fair share of this instance
	 * @return whether it is
	 */
	boolean includes(int partition, Supplier<Set<Integer>> share);

	private static IllegalArgumentException unreadable(String text) {
		return new IllegalArgumentException(
				"numbers and ascending ranges from 0 on, such as 0-3,7, not '" + text + "'");
	}

	/**
	 * Depends on who is there.
	 */
	record Dynamic() implements PartitionAssignment {

		@Override
		public boolean includes(int partition, Supplier<Set<Integer>> share) {
			return share.get().contains(partition);
		}

		@Override
		public String toString() {
			return "a fair share of the partitions";
		}

	}

	/**
	 * All.
	 */
	record All() implements PartitionAssignment {

		@Override
		public boolean includes(int partition, Supplier<Set<Integer>> share) {
			return true;
		}

		@Override
		public String toString() {
			return "all partitions";
		}

	}

	/**
	 * Those that are named.
	 *
	 * @param partitions their numbers
	 */
	record Fixed(SortedSet<Integer> partitions) implements PartitionAssignment {

		public Fixed {
			partitions = Collections.unmodifiableSortedSet(new TreeSet<>(partitions));
		}

		@Override
		public boolean includes(int partition, Supplier<Set<Integer>> share) {
			return this.partitions.contains(partition);
		}

		@Override
		public String toString() {
			return "the partitions " + this.partitions.stream().map(String::valueOf).collect(Collectors.joining(", "));
		}

	}

}
