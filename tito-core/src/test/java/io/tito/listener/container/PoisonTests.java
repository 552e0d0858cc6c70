package io.tito.listener.container;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.tito.client.ClientListener;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.listener.EventMetadata;
import io.tito.log.TypeSettings;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One event that fails, with many behind it in its partition.
 */
class PoisonTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private static final int EVENTS = 20_000;

	private static final int LANES = 200;

	private static final int PART = 5000;

	@Test
	void costsTheOthersNextToNothingAndKeepsItsLaneInOrder() {
		int without = requestsToDrain(false);
		int with = requestsToDrain(true);

		assertThat(with).as("requests with poison, %d without", without)
			.isLessThanOrEqualTo(without + without / 10 + 10);
	}

	private static int requestsToDrain(boolean poison) {
		AtomicInteger requests = new AtomicInteger();
		ListenerSettings settings = ListenerSettings.of(ListenerSettings.Profile.HIGH_THROUGHPUT);
		ClientListener counter = new ClientListener() {
			@Override
			public void request(String name, long nanos, boolean failed) {
				requests.incrementAndGet();
			}
		};
		try (TitoClient client = cluster.connect(counter);
				TestInstance one = new TestInstance(cluster, client, "one" + poison,
						TypeSettings.DEFAULTS.withPartitions(1), settings)) {
			Map<String, List<Integer>> lanes = new HashMap<>();
			AtomicInteger handled = new AtomicInteger();
			AtomicInteger failures = new AtomicInteger();
			int others = poison ? EVENTS - EVENTS / LANES : EVENTS;
			one.listen("audit" + poison, false, (EventMetadata event, String type, byte[] payload) -> {
				if (poison && event.key().equals("lane0") && handled.get() < others) {
					failures.incrementAndGet();
					throw new IllegalStateException("poison");
				}
				lanes.computeIfAbsent(event.key(), (key) -> new ArrayList<>())
					.add(Integer.valueOf(new String(payload)));
				handled.incrementAndGet();
			});
			if (!poison) {
				// the same events for both groups
				IntStream.range(0, EVENTS / PART).forEach((part) -> publish(one, part * PART));
			}
			one.start();
			one.runUntil(() -> one.owned() == 1);
			requests.set(0);
			one.runUntil(() -> handled.get() >= others);
			int spent = requests.get();
			one.runUntil(() -> handled.get() == EVENTS);

			assertThat(failures.get() > 0).isEqualTo(poison);
			assertThat(lanes).hasSize(LANES).allSatisfy((lane, numbers) -> assertThat(numbers).isSorted());
			return spent;
		}
	}

	private static void publish(TestInstance one, int start) {
		Transaction transaction = one.client.begin();
		IntStream.range(start, start + PART).forEach((i) -> one.append(transaction, "lane" + i % LANES, "" + i, null));
		transaction.commit();
	}

}
