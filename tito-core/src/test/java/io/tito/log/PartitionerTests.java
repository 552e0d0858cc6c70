package io.tito.log;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class PartitionerTests {

	@ParameterizedTest
	@CsvSource(value = { "'', 0, 0, 0", "a, 3c2569b2, 2, 50", "ab, 9bbfd75f, 15, 91", "abc, b3dd93fa, 10, 2",
			"test, ba6bd213, 3, 7", "'Hello, world!', c0363e43, 3, 55",
			"The quick brown fox jumps over the lazy dog, 2e4ff723, 3, 47", "ann, 3520fcf6, 6, 58",
			"Zo\u00eb, 86712d1a, 10, 58", "\u6ce8\u6587-17, 6b059f57, 7, 83" })
	void keepsToTheGoldenVectors(String key, String hash, int ofSixteen, int ofHundred) {
		assertThat(Integer.toHexString(Partitioner.hash(key.getBytes(StandardCharsets.UTF_8)))).isEqualTo(hash);
		assertThat(Partitioner.partition(key, 16)).isEqualTo(ofSixteen);
		assertThat(Partitioner.partition(key, 100)).isEqualTo(ofHundred);
	}

}
