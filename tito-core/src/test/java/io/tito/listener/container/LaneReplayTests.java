package io.tito.listener.container;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import io.tito.annotation.OnDeadLetter;
import io.tito.listener.RejectEventException;
import io.tito.log.DeadLetterOperations;
import io.tito.log.DeadLetterQuery;
import io.tito.log.TypeSettings;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The head of a lane is a dead letter, others of the lane are parked behind it, and it is
 * replayed into its lane.
 */
class LaneReplayTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private static final int BEHIND = 250;

	private final Set<String> failing = ConcurrentHashMap.newKeySet();

	@ParameterizedTest
	@CsvSource({ "CONTINUE, false", "CONTINUE, true", "HOLD, false", "HOLD, true" })
	void headComesBeforeWhatIsParkedBehindIt(OnDeadLetter policy, boolean transactional) {
		ListenerSettings settings = ListenerSettings.of(ListenerSettings.Profile.BALANCED)
			.withRetry(TestInstance.QUICK.withMaxAttempts(1000).withOnDeadLetter(policy));
		try (TestInstance one = new TestInstance(cluster, "one", TypeSettings.DEFAULTS.withPartitions(1), settings)) {
			one.listen("audit", transactional, (event, type, payload) -> {
				String text = new String(payload, StandardCharsets.UTF_8);
				if (this.failing.contains(text)) {
					throw text.equals("0") ? new RejectEventException("dead") : new IllegalStateException("not yet");
				}
				one.remember(event, type, payload);
			}).start();
			// if the lane goes on behind a dead letter, the next event stops it again
			this.failing.addAll(Set.of("0", "1"));
			for (int i = 0; i < BEHIND; i++) {
				one.publish("ann", Integer.toString(i));
			}
			one.publish("bob", "other");
			one.runUntil(() -> one.handled.contains("other") && parked(one) == BEHIND - 1);
			assertThat(one.operations.lag("order", "audit").deadLetters()).isOne();
			this.failing.clear();
			if (policy == OnDeadLetter.CONTINUE) {
				// not before the dead letter is back
				this.failing.add("1");
			}
			new DeadLetterOperations(one.log).replay(DeadLetterQuery.of("order", "audit"));
			one.publish("ann", Integer.toString(BEHIND));
			one.runUntil(() -> ofLane(one).contains("0"));
			this.failing.clear();
			one.drain("audit");

			List<String> published = IntStream.rangeClosed(0, BEHIND).mapToObj(Integer::toString).toList();
			assertThat(ofLane(one)).containsExactlyElementsOf(published);
			assertThat(cluster.rows("lane:")).isEmpty();
			assertThat(cluster.rows("dead:")).isEmpty();
		}
	}

	/**
	 * A batch that was rolled back is handled again, in the same order.
	 */
	private static List<String> ofLane(TestInstance one) {
		return one.handled.stream().filter((payload) -> !payload.equals("other")).distinct().toList();
	}

	private static long parked(TestInstance one) {
		return one.operations.lag("order", "audit").parked();
	}

}
