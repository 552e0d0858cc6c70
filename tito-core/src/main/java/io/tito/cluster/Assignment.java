package io.tito.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Spreads the partitions of a type over the members of a group: rendezvous hashing with
 * bounded loads. Each member scores each partition; pairs are taken from the highest
 * score down as long as the member has room, so loads differ by at most one. Pure: all
 * that know the same members come to the same answer, and a member that is started again
 * under its name gets what it had.
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
	 * @param instances all live instances that listen to the type in the group
	 * @return its partitions; none if it is not among the instances
	 */
	public static SortedSet<Integer> partitionsOf(String instance, String type, String group, int partitions,
			Collection<String> instances) {
		SortedSet<Integer> own = new TreeSet<>();
		assign(type, group, partitions, instances).forEach((partition, owner) -> {
			if (owner.equals(instance)) {
				own.add(partition);
			}
		});
		return own;
	}

	/**
	 * The instance of each partition.
	 * @param type the type
	 * @param group the group
	 * @param partitions how many partitions the type has
	 * @param instances all live instances that listen to the type in the group
	 * @return the instance of each partition; empty if there are no instances
	 */
	public static Map<Integer, String> assign(String type, String group, int partitions, Collection<String> instances) {
		Set<String> distinct = new HashSet<>(instances);
		Map<Integer, String> owners = new HashMap<>();
		if (distinct.isEmpty()) {
			return owners;
		}
		Room room = new Room(partitions, distinct.size());
		for (Pair pair : pairs(type, group, partitions, distinct)) {
			if (!owners.containsKey(pair.partition()) && room.take(pair.instance())) {
				owners.put(pair.partition(), pair.instance());
			}
		}
		return owners;
	}

	private static List<Pair> pairs(String type, String group, int partitions, Set<String> instances) {
		List<Pair> pairs = new ArrayList<>(partitions * instances.size());
		for (String instance : instances) {
			long seed = hash(Member.nameOf(instance) + "/" + type + "/" + group);
			for (int partition = 0; partition < partitions; partition++) {
				pairs.add(new Pair(mix(seed + (partition + 1) * GOLDEN), instance, partition));
			}
		}
		pairs.sort(Comparator.naturalOrder());
		return pairs;
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

	private record Pair(long score, String instance, int partition) implements Comparable<Pair> {

		private static final Comparator<Pair> ORDER = Comparator.comparingLong(Pair::score)
			.reversed()
			.thenComparing(Pair::instance)
			.thenComparing(Pair::partition);

		@Override
		public int compareTo(Pair other) {
			return ORDER.compare(this, other);
		}

	}

	/**
	 * How much each member may still take: all the same, and as many as are left over one
	 * more.
	 */
	private static final class Room {

		private final int each;

		private final Map<String, Integer> loads = new HashMap<>();

		private int more;

		Room(int partitions, int members) {
			this.each = partitions / members;
			this.more = partitions % members;
		}

		boolean take(String instance) {
			int load = this.loads.getOrDefault(instance, 0);
			if (load > this.each || (load == this.each && this.more == 0)) {
				return false;
			}
			if (load == this.each) {
				this.more--;
			}
			this.loads.put(instance, load + 1);
			return true;
		}

	}

}
