package io.tito.cluster;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AssignmentTests {

	private static final int MOST_MEMBERS = 500;

	private static final int MOST_PARTITIONS = 9_999;

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 16, 64, 100, 499, 500, 501, 512, 4_096, MOST_PARTITIONS })
	void balancesWithinOne(int partitions) {
		for (int members : new int[] { 1, 2, 3, 5, 16, 17, 63, 64, 100, 333, 499, MOST_MEMBERS }) {
			List<List<Integer>> shares = Assignment.shares("order", "shipping", partitions, members);
			List<Integer> loads = shares.stream().map(List::size).toList();
			assertThat(loads).hasSize(members);
			assertThat(Collections.max(loads) - Collections.min(loads)).isLessThanOrEqualTo(1);
			assertThat(shares.stream().flatMap(List::stream).distinct().count()).isEqualTo(partitions);
			assertThat(loads.stream().mapToInt(Integer::intValue).sum()).isEqualTo(partitions);
		}
	}

	/**
	 * Members come and go one by one, and record their seats between. What must move is
	 * what the one that leaves had, and a full share for one that joins.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 1, 16, 64, 997, MOST_PARTITIONS })
	void movesAtMostTwiceTheMinimumWithEachMember(int partitions) {
		long seed = new Random().nextLong();
		Random random = new Random(seed);
		for (int round = 0; round < 3; round++) {
			Simulation simulation = new Simulation(partitions, 1 + random.nextInt(MOST_MEMBERS));
			for (int step = 0; step < 10; step++) {
				Map<Integer, String> before = simulation.owners();
				boolean joins = simulation.size() == 1 || random.nextBoolean();
				int least = joins ? simulation.join() : simulation.leave(random);
				assertThat(moved(before, simulation.owners()))
					.as("%d partitions, %d members, joins: %s, seed %d", partitions, simulation.size(), joins, seed)
					.isLessThanOrEqualTo(2 * least);
				simulation.recordSeats();
			}
		}
	}

	@Test
	void movesNothingWhenSeatsAreRecorded() {
		Map<String, Integer> seats = new HashMap<>(Map.of("a@1", 0, "b@1", 1, "c@1", 5, "d@1", Member.NO_SEAT));
		Map<String, Integer> numbers = Seats.numbers(seats);

		assertThat(numbers).containsOnly(Map.entry("a@1", 0), Map.entry("b@1", 1), Map.entry("c@1", 2),
				Map.entry("d@1", 3));
		assertThat(Seats.numbers(numbers)).isEqualTo(numbers);
	}

	@Test
	void tellsMembersApartThatHaveRecordedTheSameSeat() {
		assertThat(Seats.numbers(Map.of("b@1", 0, "a@1", 0, "c@1", 2))).containsOnly(Map.entry("a@1", 0),
				Map.entry("b@1", 1), Map.entry("c@1", 2));
	}

	@Test
	void givesTheHighestSeatTheGapThatOneLeaves() {
		assertThat(Seats.numbers(Map.of("a@1", 0, "c@1", 2, "d@1", 3))).containsOnly(Map.entry("a@1", 0),
				Map.entry("d@1", 1), Map.entry("c@1", 2));
	}

	@Test
	void doesNotGiveTheSameMemberOnePartitionMoreInEachGroup() {
		Set<Integer> heaviest = new HashSet<>();
		for (int group = 0; group < 20; group++) {
			List<Integer> loads = Assignment.shares("order", "group-" + group, 16, 3).stream().map(List::size).toList();
			heaviest.add(loads.indexOf(6));
		}
		assertThat(heaviest).containsExactlyInAnyOrder(0, 1);
	}

	@Test
	void givesNothingToAStranger() {
		assertThat(partitionsOf("x@1", Map.of("a@1", 0))).isEmpty();
		assertThat(partitionsOf("x@1", Map.of())).isEmpty();
		assertThat(partitionsOf("a@1", Map.of("a@1", Member.NO_SEAT))).isEqualTo(new TreeSet<>(List.of(0, 1, 2)));
	}

	private static SortedSet<Integer> partitionsOf(String instance, Map<String, Integer> seats) {
		return Assignment.partitionsOf(instance, "order", "audit", 3, seats);
	}

	private static int moved(Map<Integer, String> before, Map<Integer, String> after) {
		return (int) before.entrySet().stream().filter((e) -> !e.getValue().equals(after.get(e.getKey()))).count();
	}

	/**
	 * The members of one group.
	 */
	private static final class Simulation {

		private final Map<String, Integer> seats = new LinkedHashMap<>();

		private final int partitions;

		private int names;

		Simulation(int partitions, int members) {
			this.partitions = partitions;
			for (int member = 0; member < members; member++) {
				join();
			}
			recordSeats();
		}

		int size() {
			return this.seats.size();
		}

		int join() {
			this.seats.put("app-" + this.names++ + "@1", Member.NO_SEAT);
			return this.partitions / this.seats.size();
		}

		int leave(Random random) {
			String leaves = new ArrayList<>(this.seats.keySet()).get(random.nextInt(this.seats.size()));
			int share = (int) owners().values().stream().filter(leaves::equals).count();
			this.seats.remove(leaves);
			return share;
		}

		void recordSeats() {
			Map<Integer, String> before = owners();
			this.seats.putAll(Seats.numbers(this.seats));
			assertThat(owners()).isEqualTo(before);
		}

		Map<Integer, String> owners() {
			List<List<Integer>> shares = Assignment.shares("order", "shipping", this.partitions, this.seats.size());
			Map<Integer, String> owners = new HashMap<>();
			Seats.numbers(this.seats)
				.forEach((member, number) -> shares.get(number).forEach((partition) -> owners.put(partition, member)));
			return owners;
		}

	}

}
