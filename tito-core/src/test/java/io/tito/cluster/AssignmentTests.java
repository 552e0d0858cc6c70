package io.tito.cluster;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AssignmentTests {

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 16, 64, 100, 512 })
	void balancesWithinOne(int partitions) {
		for (int members = 1; members <= 60; members++) {
			Map<String, Integer> loads = new HashMap<>();
			assign(partitions, instances(0, members)).values().forEach((owner) -> loads.merge(owner, 1, Integer::sum));

			int least = (loads.size() < members) ? 0 : Collections.min(loads.values());
			assertThat(Collections.max(loads.values()) - least).as("%d partitions, %d members", partitions, members)
				.isLessThanOrEqualTo(1);
			assertThat(loads.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(partitions);
		}
	}

	/**
	 * One member more or less, for every number of members up to that of partitions and
	 * ten sets of names. The least that must move is what the new member gets. The mean
	 * is at most twice that; a single step may move more, as loads stay within one.
	 */
	@ParameterizedTest
	@CsvSource({ "16, 1.7, 5", "64, 2.0, 7", "256, 1.6, 15", "512, 1.5, 21" })
	void movesAtMostTwiceTheMinimum(int partitions, double mean, int most) {
		int moves = 0;
		int minimum = 0;
		int worst = 0;
		for (int names = 0; names < 10; names++) {
			Map<Integer, String> before = assign(partitions, instances(names, 1));
			for (int members = 2; members <= Math.min(partitions, 60); members++) {
				Map<Integer, String> after = assign(partitions, instances(names, members));
				int least = partitions / members;
				int moved = moved(before, after);
				moves += moved;
				minimum += least;
				worst = Math.max(worst, moved - 2 * least);
				before = after;
			}
		}
		assertThat((double) moves / minimum).isLessThanOrEqualTo(mean);
		assertThat(worst).isLessThanOrEqualTo(most);
	}

	@Test
	void doesNotDependOnTheOrderOfInstances() {
		List<String> instances = instances(0, 12);
		Map<Integer, String> expected = assign(64, instances);
		Collections.shuffle(instances, new Random(7));

		assertThat(assign(64, instances)).isEqualTo(expected);
	}

	@Test
	void givesARestartedInstanceWhatItHad() {
		SortedSet<Integer> before = Assignment.partitionsOf("b@1", "order", "audit", 16, List.of("a@1", "b@1", "c@1"));
		SortedSet<Integer> after = Assignment.partitionsOf("b@2", "order", "audit", 16, List.of("a@1", "b@2", "c@1"));

		assertThat(after).isEqualTo(before).hasSizeBetween(5, 6);
	}

	@Test
	void spreadsGroupsDifferently() {
		List<String> instances = instances(0, 4);

		assertThat(Assignment.assign("order", "audit", 64, instances))
			.isNotEqualTo(Assignment.assign("order", "shipping", 64, instances));
	}

	@Test
	void givesNothingToAStranger() {
		assertThat(Assignment.partitionsOf("x@1", "order", "audit", 16, List.of("a@1"))).isEmpty();
		assertThat(Assignment.partitionsOf("x@1", "order", "audit", 16, List.of())).isEmpty();
		assertThat(Assignment.partitionsOf("a@1", "order", "audit", 3, List.of("a@1")))
			.isEqualTo(new TreeSet<>(List.of(0, 1, 2)));
	}

	private static Map<Integer, String> assign(int partitions, List<String> instances) {
		return Assignment.assign("order", "shipping", partitions, instances);
	}

	private static int moved(Map<Integer, String> before, Map<Integer, String> after) {
		return (int) before.entrySet().stream().filter((e) -> !e.getValue().equals(after.get(e.getKey()))).count();
	}

	private static List<String> instances(int seed, int members) {
		return new ArrayList<>(IntStream.range(0, members).mapToObj((i) -> "app-" + seed + "-" + i + "@1").toList());
	}

}
