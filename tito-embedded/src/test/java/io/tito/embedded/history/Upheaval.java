package io.tito.embedded.history;

import java.nio.charset.StandardCharsets;
import java.util.Random;

import io.tito.embedded.EmbeddedTikv;

/**
 * What happens to a cluster in operation, at random: splits, merges, leader moves,
 * restarts.
 */
final class Upheaval {

	private final EmbeddedTikv tikv;

	private final Random random;

	Upheaval(EmbeddedTikv tikv, Random random) {
		this.tikv = tikv;
		this.random = random;
	}

	void happen() {
		byte[] key = AppendHistory.KEYS.get(this.random.nextInt(AppendHistory.KEYS.size()))
			.getBytes(StandardCharsets.UTF_8);
		switch (this.random.nextInt(10)) {
			case 0, 1, 2 -> this.tikv.regions().split(key);
			case 3, 4 -> merge(key);
			case 5 -> this.tikv.restart();
			default -> this.tikv.regions().transferLeader(key, 1 + this.random.nextInt(2));
		}
	}

	private void merge(byte[] key) {
		if (!this.tikv.regions().of(key).range().end().isEmpty()) {
			this.tikv.regions().merge(key);
		}
	}

}
