package io.tito.benchmark.peer.report;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TablesTests {

	@Test
	void cellIsTheMedianWithTheLeastAndTheGreatestRun() {
		assertThat(Tables.of(List.of(drain(300, true, 0), drain(100, true, 0), drain(200, true, 0))))
			.anyMatch((line) -> line.startsWith("| tito | 8 workers | 200 (100–300) |"))
			.anyMatch((line) -> line.endsWith("| 0 | 0 | 3 (0.10) |"));
	}

	@Test
	void medianOfTwoRunsLiesBetweenThem() {
		assertThat(Tables.of(List.of(drain(300, true, 0), drain(100, true, 0))))
			.anyMatch((line) -> line.startsWith("| tito | 8 workers | 200 (100–300) |"));
	}

	@Test
	void disturbedRunsAreLeftOutIfThereIsAnother() {
		assertThat(Tables.of(List.of(drain(900, false, 0), drain(100, true, 0))))
			.anyMatch((line) -> line.startsWith("| tito | 8 workers | 100 |"));
		assertThat(Tables.of(List.of(drain(900, false, 0))))
			.anyMatch((line) -> line.contains("| 900 |") && line.contains("DISTURBED of 1"));
	}

	@Test
	void whatAnyRunLostIsShownEvenIfTheRunIsNot() {
		assertThat(Tables.of(List.of(drain(900, false, 5), drain(100, true, 0))))
			.anyMatch((line) -> line.contains("| 5 | 0 | 1 (0.10) |"));
	}

	@Test
	void escapedTextAndUnknownNumbersAreRead() {
		Measurement read = Measurement.parse("{\"peer\":\"a \\\"b\\\"\",\"x\":null,\"y\":1.5,\"clean\":true}");

		assertThat(read.number("x")).isEmpty();
		assertThat(read.number("missing")).isEmpty();
		assertThat(read.number("y")).hasValue(1.5);
		assertThat(read.clean()).isTrue();
	}

	private static String drain(int rate, boolean clean, int lost) {
		return ("{\"peer\":\"tito\",\"work\":\"W2\",\"workers\":8,\"events_per_s\":%d.000,\"cpu_foreign_cores\":0.1,"
				+ "\"clean\":%s,\"lost\":%d,\"duplicates\":0}")
			.formatted(rate, clean, lost);
	}

}
