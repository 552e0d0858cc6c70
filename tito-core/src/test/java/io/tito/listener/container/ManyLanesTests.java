package io.tito.listener.container;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import io.tito.client.Transaction;
import io.tito.listener.retry.RetrySettings;
import io.tito.log.TypeSettings;
import io.tito.testing.Schedules;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many lanes, and one handler call in five fails.
 */
class ManyLanesTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private static final int EVENTS = 4;

	private static final RetrySettings RETRY = TestInstance.QUICK.withMaxAttempts(1000);

	@ParameterizedTest
	@MethodSource("seeds")
	void eachLaneComesThroughInOrder(long seed) {
		System.out.println("Repeat with -Dtito.seed=" + seed + " -Dtito.schedules=1");
		boolean transactional = seed % 2 == 0;
		int lanes = transactional ? 300 : 1000;
		Random random = new Random(seed);
		Map<String, List<String>> handled = new ConcurrentHashMap<>();
		try (TestInstance one = new TestInstance(cluster, "one", TypeSettings.DEFAULTS.withPartitions(2),
				ListenerSettings.of(ListenerSettings.Profile.BALANCED).withRetry(RETRY))) {
			one.listen("audit", transactional, (event, type, payload) -> {
				if (random.nextInt(5) == 0) {
					throw new RandomFailure();
				}
				handled.computeIfAbsent(event.key(), (key) -> new CopyOnWriteArrayList<>())
					.add(new String(payload, StandardCharsets.UTF_8));
			});
			IntStream.range(0, EVENTS).forEach((number) -> publishToAll(one, lanes, number));
			one.start();
			one.runUntil(() -> distinct(handled) == lanes * EVENTS);
			one.drain("audit");

			List<String> expected = IntStream.range(0, EVENTS).mapToObj(Integer::toString).toList();
			assertThat(handled).as("seed %d", seed).hasSize(lanes);
			assertThat(handled).as("seed %d", seed)
				// what was rolled back is handled again, from the first one on
				.allSatisfy((lane, events) -> assertThat(events.stream().distinct().toList()).isEqualTo(expected));
			assertThat(transactional || handled.values().stream().allMatch(expected::equals)).isTrue();
			assertThat(cluster.rows("parked:")).isEmpty();
			assertThat(cluster.rows("lane:")).isEmpty();
			assertThat(cluster.rows("dead:")).isEmpty();
		}
	}

	static long[] seeds() {
		return Schedules.seeds(2);
	}

	private static long distinct(Map<String, List<String>> handled) {
		return handled.values().stream().mapToLong((events) -> events.stream().distinct().count()).sum();
	}

	private static void publishToAll(TestInstance one, int lanes, int number) {
		Transaction transaction = one.client.begin();
		IntStream.range(0, lanes).forEach((lane) -> one.append(transaction, "lane" + lane, "" + number, null));
		transaction.commit();
	}

	private static final class RandomFailure extends RuntimeException {

		private static final long serialVersionUID = 1L;

		RandomFailure() {
			super("at random", null, false, false);
		}

	}

}
