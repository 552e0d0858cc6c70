package io.tito.log;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.tito.client.Entry;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class EventTypesTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	@Test
	void storesTheInitialSettingsOnFirstUse() {
		TypeSettings settings = new TypeSettings(3, Duration.ofMillis(50), Duration.ofSeconds(9));

		assertThat(types(settings).settings("order")).isEqualTo(settings);

		Entry row = cluster.rows("meta:type:").get(0);
		assertThat(row.key()).isEqualTo(new LogKeys(cluster.namespace()).type("order"));
		assertThat(TypeSettingsCodec.decode(row.key(), row.value())).isEqualTo(settings);
	}

	@Test
	void letsWhatIsStoredRule() {
		types(TypeSettings.DEFAULTS.withPartitions(3)).settings("order");

		assertThat(types(TypeSettings.DEFAULTS.withPartitions(5)).settings("order").partitions()).isEqualTo(3);
	}

	@Test
	void agreesWithAllThatAskAtOnce() throws Exception {
		CountDownLatch start = new CountDownLatch(1);
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			List<Future<TypeSettings>> answers = IntStream.rangeClosed(1, 8).mapToObj((partitions) -> {
				EventTypes types = types(TypeSettings.DEFAULTS.withPartitions(partitions));
				return threads.submit(() -> {
					start.await();
					return types.settings("order");
				});
			}).toList();
			start.countDown();
			TypeSettings first = answers.get(0).get();
			for (Future<TypeSettings> answer : answers) {
				assertThat(answer.get()).isEqualTo(first);
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void readsTheStoreOncePerType() {
		EventTypes types = types(TypeSettings.DEFAULTS);
		types.settings("order");
		long before = cluster.faults().requests().values().stream().mapToLong(Long::longValue).sum();
		types.settings("order");

		assertThat(cluster.faults().requests().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(before);
	}

	@Test
	void refusesNamesThatReachIntoOtherKeys() {
		for (String name : Set.of("", "a:b", "a/b", "x".repeat(65))) {
			assertThatIllegalArgumentException().isThrownBy(() -> types(TypeSettings.DEFAULTS).settings(name))
				.withMessageContaining("event type '" + name + "'");
		}
		assertThat(cluster.rows("")).isEmpty();
	}

	private static EventTypes types(TypeSettings initial) {
		return new EventTypes(cluster.client(), new LogKeys(cluster.namespace()), (type) -> initial);
	}

}
