package io.tito.embedded.storage.rocks;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.tikv.shade.com.google.protobuf.ByteString;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a filter does not know was never added.
 */
class KeyFilterTests {

	/** More than three parts have room for. */
	private static final int KEYS = 400_000;

	private final KeyFilter filter = new KeyFilter();

	@Test
	void knowsEveryKeyThatWasAddedWhateverItsTimestamp() {
		long seed = System.nanoTime();
		System.out.println("KeyFilterTests seed " + seed);
		Random random = new Random(seed);
		for (int i = 0; i < KEYS; i++) {
			this.filter.add(place(i, random.nextLong()));
		}
		for (int i = 0; i < KEYS; i++) {
			assertThat(this.filter.mayHave(place(i, random.nextLong()))).isTrue();
		}
	}

	@Test
	void tellsNearlyAllOthersApart() {
		for (int i = 0; i < KEYS; i++) {
			this.filter.add(place(i, 1));
		}
		int mistaken = 0;
		for (int i = KEYS; i < 2 * KEYS; i++) {
			mistaken += this.filter.mayHave(place(i, 1)) ? 1 : 0;
		}
		assertThat(mistaken).isLessThan(KEYS / 100);
	}

	private static byte[] place(int number, long commitTs) {
		return VersionKeys.of(ByteString.copyFromUtf8("order:" + number), commitTs & Long.MAX_VALUE);
	}

}
