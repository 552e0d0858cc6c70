package io.tito.log;

import java.time.Duration;
import java.util.Random;

import io.tito.testing.Schedules;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules of the exact cursor over random schedules: writers that are held between base
 * and commit, and between prewrite and commit, one-phase and two-phase, prompt and slow;
 * readers with small pages that die before they acknowledge, are replaced, and come back
 * after that. Every committed event is settled exactly once, and in order per lane.
 */
class CursorPropertyTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private static final int STEPS = 120;

	@ParameterizedTest
	@MethodSource("seeds")
	void settlesEachCommittedEventOnceAndInOrder(long seed) throws Exception {
		System.out.println("Repeat with -Dtito.seed=" + seed + " -Dtito.schedules=1");
		Random random = new Random(seed);
		try (RandomWriters writers = new RandomWriters(cluster, random)) {
			RandomReader reader = new RandomReader(writers.log(), random);
			for (int step = 0; step < STEPS; step++) {
				step(random, writers, reader);
			}
			writers.finish();
			cluster.pass(Duration.ofSeconds(1));
			reader.readAll();
			assertThat(reader.settled()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(writers.committed());
			assertThat(writers.disorder(reader.settled())).as("seed %d", seed).isEmpty();
		}
	}

	static long[] seeds() {
		return Schedules.seeds(24);
	}

	private static void step(Random random, RandomWriters writers, RandomReader reader) {
		int choice = random.nextInt(100);
		if (choice < 30) {
			writers.begin();
		}
		else if (choice < 60) {
			writers.go();
		}
		else if (choice < 95) {
			reader.step();
		}
		else {
			cluster.faults().advanceClock(Duration.ofMillis(20 + random.nextInt(100)));
		}
	}

}
