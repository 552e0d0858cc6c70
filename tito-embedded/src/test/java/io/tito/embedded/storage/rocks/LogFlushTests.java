package io.tito.embedded.storage.rocks;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The log leaves the process no later than somebody is told what is in it, and no more
 * often than that.
 */
class LogFlushTests {

	private final List<Boolean> flushes = new ArrayList<>();

	private final LogFlush log = new LogFlush(this.flushes::add);

	@Test
	void flushesForReadersOnceAfterWrites() {
		this.log.handOver();
		assertThat(this.flushes).isEmpty();
		this.log.changed();
		this.log.changed();
		this.log.handOver();
		this.log.handOver();
		assertThat(this.flushes).containsExactly(false);
		this.log.changed();
		this.log.handOver();
		assertThat(this.flushes).containsExactly(false, false);
	}

	@Test
	void flushesNoMoreForReadersWhatWasForcedToTheDisk() {
		this.log.changed();
		this.log.force();
		this.log.handOver();
		assertThat(this.flushes).containsExactly(true);
	}

	@Test
	void flushesForReadersWhatWasWrittenDuringASync() {
		LogFlush[] self = new LogFlush[1];
		self[0] = new LogFlush((force) -> {
			this.flushes.add(force);
			if (force) {
				self[0].changed();
			}
		});
		self[0].changed();
		self[0].force();
		self[0].handOver();
		assertThat(this.flushes).containsExactly(true, false);
	}

}
