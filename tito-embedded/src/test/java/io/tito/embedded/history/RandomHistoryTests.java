package io.tito.embedded.history;

import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random requests in random states: every answer of the server and all that it stores
 * afterwards is what the model of the protocol says. The system properties
 * {@code tito.histories}, {@code tito.histories.durable} and {@code tito.histories.seed}
 * tell how many histories and which; a history that fails is printed in its shortest
 * form.
 */
class RandomHistoryTests {

	private static final int THREADS = 2;

	private static final int ENOUGH_TO_MEET_ALL = 5000;

	private final long seed = Long.getLong("tito.histories.seed", System.nanoTime());

	@Test
	void behavesAsTheModelDoes() throws InterruptedException {
		Histories histories = histories();
		int count = Integer.getInteger("tito.histories", 10_000);
		assertThat(histories.run(count, THREADS, MemoryTarget::new)).isEmpty();
		System.out.println("RandomHistoryTests " + count + " histories, " + histories.coverage());
		if (count >= ENOUGH_TO_MEET_ALL) {
			assertThat(histories.coverage().kinds()).containsAll(Expected.ANSWERS);
		}
	}

	@Test
	void behavesAsTheModelDoesWithADataDirectory(@TempDir Path directory) throws InterruptedException {
		Histories histories = histories();
		int count = Integer.getInteger("tito.histories.durable", 100);
		assertThat(histories.run(count, 1, () -> new DurableTarget(directory))).isEmpty();
	}

	@Test
	@EnabledIfEnvironmentVariable(named = "TITO_TEST_PD", matches = ".+")
	void behavesAsTheModelDoesElsewhere() throws InterruptedException {
		Histories histories = histories();
		String address = System.getenv("TITO_TEST_PD");
		assertThat(histories.run(Integer.getInteger("tito.histories", 200), 1, () -> new RemoteTarget(address)))
			.isEmpty();
	}

	@Test
	void noticesEveryRuleThatIsBroken() {
		Histories histories = histories();
		try (Target target = new MemoryTarget()) {
			assertThat(Stream.of(Rule.values()).filter((rule) -> !isNoticed(rule, histories, target))).isEmpty();
		}
	}

	private static boolean isNoticed(Rule rule, Histories histories, Target target) {
		for (int number = 0; number < 3000; number++) {
			if (histories.run(number, target, rule).failed()) {
				return true;
			}
		}
		return false;
	}

	private Histories histories() {
		System.out.println("RandomHistoryTests seed " + this.seed);
		return new Histories(this.seed);
	}

}
