package io.tito.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Spreads the partitions of a type over the members of a group. Members are numbered by
 * their seats; the shares of {@code n + 1} members are those of {@code n}, from the
 * largest of which the new one took its own. So loads differ by at most one, a member
 * that joins moves only what it gets, and one that leaves what it had and at most as much
 * again, for the member that sits down in its place. Pure: all that know the same members
 * come to the same answer.
 */
public final class Assignment {

	private static final long GOLDEN = 0x9e3779b97f4a7c15L;

	private Assignment() {
	}

	/**
	 * The partitions of one instance.
	 * @param instance {@code name@incarnation}
	 * @param type the type
	 * @param group the group
	 * @param partitions how many partitions the type has
	 * @param seats the recorded seat of each live instance that listens to the type in
	 * the group, see {@link Member#seat}
	 * @return its partitions; none if it is not among the instances
	 */
	public static SortedSet<Integer> partitionsOf(String instance, String type, String group, int partitions,
			Map<String, Integer> seats) {
		Integer number = Seats.numbers(seats).get(instance);
		return (number != null) ? new TreeSet<>(shares(type, group, partitions, seats.size()).get(number))
				: new TreeSet<>();
	}

	/**
	 * The shares of members, by their numbers.
	 * @param type the type
	 * @param group the group
	 * @param partitions how many partitions the type has
	 * @param members how many members there are, at least one
	 * @return the partitions of each member
	 */
	static List<List<Integer>> shares(String type, String group, int partitions, int members) {
		long seed = hash(type + "/" + group);
		List<List<Integer>> shares = new ArrayList<>(members);
		shares.add(new ArrayList<>(IntStream.range(0, partitions).boxed().toList()));
		for (int count = 2; count <= members; count++) {
			shares.add(take(shares, partitions / count, seed));
		}
		return shares;
	}

	/**
	 * Which of equally large shares gives first differs from group to group, so that it
	 * is not always the same member that has one partition more.
	 */
	private static List<Integer> take(List<List<Integer>> shares, int share, long seed) {
		List<Integer> taken = new ArrayList<>(share + 1);
		while (taken.size() < share) {
			int largest = shares.stream().mapToInt(List::size).max().orElseThrow();
			IntStream.range(0, shares.size())
				.filter((number) -> shares.get(number).size() == largest)
				.boxed()
				.sorted(Comparator.comparingLong((number) -> mix(seed + (number + 1) * GOLDEN)))
				.limit(share - taken.size())
				.forEach((number) -> taken.add(shares.get(number).remove(largest - 1)));
		}
		return taken;
	}

	private static long hash(String text) {
		long hash = 0xcbf29ce484222325L;
		for (int i = 0; i < text.length(); i++) {
			hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
		}
		return mix(hash);
	}

	private static long mix(long value) {
		long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
		mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
		return mixed ^ (mixed >>> 31);
	}

}
