package io.tito.listener.container;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.tito.client.Transaction;
import io.tito.log.GroupLag;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stopping in the middle of a batch.
 */
class StopTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	@ParameterizedTest
	@CsvSource({ "false, 1", "false, 7", "false, 19", "true, 1", "true, 7", "true, 19" })
	void handsOverTheRestWithoutRepeatingAnything(boolean transactional, int stopAt) {
		try (TestInstance one = new TestInstance(cluster, "one", 1);
				TestInstance two = new TestInstance(cluster, "two", 1)) {
			one.listen("audit", transactional, (event, type, payload) -> {
				one.remember(event, type, payload);
				if (one.handled.size() == stopAt) {
					one.stop();
				}
			});
			Transaction transaction = one.client.begin();
			IntStream.range(0, 24).forEach((i) -> one.append(transaction, "lane" + i % 5, "" + i, null));
			transaction.commit();
			one.start();
			one.runUntil(() -> one.handled.size() == stopAt);
			one.release();
			GroupLag lag = one.operations.lag("order", "audit");
			assertThat(lag.pending() + lag.parked()).isEqualTo(24 - stopAt);
			one.member.close();
			two.listen("audit", transactional, two::remember).start();
			two.drain("audit");

			assertThat(one.handled).hasSize(stopAt);
			List<String> all = Stream.concat(one.handled.stream(), two.handled.stream()).toList();
			assertThat(all).hasSize(24).doesNotHaveDuplicates();
			for (int lane = 0; lane < 5; lane++) {
				int number = lane;
				assertThat(all.stream().map(Integer::valueOf).filter((i) -> i % 5 == number)).isSorted();
			}
			assertThat(two.metadata).allSatisfy((event) -> assertThat(event.attempt()).isEqualTo(1));
		}
	}

}
