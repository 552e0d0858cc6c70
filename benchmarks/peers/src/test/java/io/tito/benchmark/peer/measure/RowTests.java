package io.tito.benchmark.peer.measure;

import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RowTests {

	private final Row row = new Row();

	@Test
	void percentileIsTheLeastValueThatSoManyDoNotExceed() {
		this.row.latencies("e2e_", LongStream.rangeClosed(1, 100).map((i) -> (101 - i) * 1_000_000).toArray());

		assertThat(this.row.json())
			.isEqualTo("{\"e2e_p50_ms\":50.000,\"e2e_p95_ms\":95.000,\"e2e_p99_ms\":99.000,\"e2e_max_ms\":100.000}");
	}

	@Test
	void percentilesOfOneValueAreThatValueAndOfNoneAreUnknown() {
		this.row.latencies("a_", new long[] { 2_500_000 });
		this.row.latencies("b_", new long[0]);

		assertThat(this.row.json()).contains("\"a_p50_ms\":2.500", "\"a_p99_ms\":2.500", "\"b_p50_ms\":null");
	}

	@Test
	void rowIsCleanUnlessItSaysOtherwise() {
		assertThat(this.row.clean()).isTrue();
		assertThat(this.row.put("clean", true).clean()).isTrue();
		assertThat(this.row.put("clean", false).clean()).isFalse();
	}

	@Test
	void textIsEscaped() {
		assertThat(this.row.put("peer", "a \"b\" \\c").json()).isEqualTo("{\"peer\":\"a \\\"b\\\" \\\\c\"}");
	}

}
