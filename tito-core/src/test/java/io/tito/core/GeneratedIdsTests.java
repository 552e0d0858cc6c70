package io.tito.core;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The ids that rows get by themselves.
 */
class GeneratedIdsTests {

	private final long now = System.currentTimeMillis();

	@Test
	void areUuidsOfVersionSevenWithTheTime() {
		UUID id = GeneratedIds.uuid(this.now);

		assertThat(id.version()).isEqualTo(7);
		assertThat(id.variant()).isEqualTo(2);
		assertThat(id.getMostSignificantBits() >>> 16).isGreaterThanOrEqualTo(this.now);
	}

	@Test
	void increaseWithinAMillisecondBeyondItAndWhenTheClockIsSetBack() {
		List<String> ids = Stream
			.concat(IntStream.range(0, 10_000).mapToObj((i) -> GeneratedIds.uuid(this.now)),
					IntStream.range(0, 10).mapToObj((i) -> GeneratedIds.uuid(this.now - 1000)))
			.map(UUID::toString)
			.toList();

		assertThat(ids).isSorted().doesNotHaveDuplicates();
	}

	@Test
	void differAmongThreads() {
		List<UUID> ids = IntStream.range(0, 20_000).parallel().mapToObj((i) -> GeneratedIds.uuid(this.now)).toList();

		assertThat(ids).extracting(UUID::getMostSignificantBits).doesNotHaveDuplicates();
	}

}
