package io.tito.listener.container;

import java.util.List;
import java.util.stream.IntStream;

import io.tito.embedded.fault.FaultAction;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tikv.kvproto.Kvrpcpb.KeyError;
import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Acknowledgements whose answer is lost, applied or not; then the store tells what became
 * of them, or does not.
 */
class AcknowledgementFaultTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	@ParameterizedTest
	@CsvSource({ "true, true", "true, false", "false, true", "false, false" })
	void lostAnswerRepeatsNothing(boolean applied, boolean transactional) {
		try (TestInstance one = new TestInstance(cluster, "one", 1)) {
			one.listen("audit", transactional, one::remember).start();
			one.runUntil(() -> one.owned() == 1);
			publishFive(one);
			loseAnswer(applied);
			one.drain("audit");
			one.publish("ann", "end");
			one.drain("audit");

			List<String> effective = transactional ? one.handled.stream().distinct().toList() : one.handled;
			assertThat(effective).containsExactly("0", "1", "2", "3", "4", "end");
			assertThat(one.operations.lag("order", "audit").deadLetters()).isZero();
		}
	}

	@ParameterizedTest
	@CsvSource({ "true, true", "true, false", "false, true", "false, false" })
	void unknownOutcomeIsNoProgress(boolean applied, boolean transactional) {
		try (TestInstance one = new TestInstance(cluster, "one", 1)) {
			one.listen("audit", transactional, one::remember).start();
			one.runUntil(() -> one.owned() == 1);
			List<String> published = publishFive(one);
			loseAnswer(applied);
			refuseProbes();
			one.runUntil(() -> one.handled.size() >= published.size());

			assertThat(one.owned()).as("what is not known is not kept in memory").isZero();
			assertThat(one.outcomes).as("nobody is told of what is not known").isEmpty();
			assertThat(one.metadata).allSatisfy((event) -> assertThat(event.epoch()).isEqualTo(1));
			cluster.faults().clear();
			one.publish("ann", "end");
			one.drain("audit");

			List<String> again = applied ? List.of("end") : List.of("0", "1", "2", "3", "4", "end");
			assertThat(one.handled.subList(0, 5)).isEqualTo(published);
			assertThat(one.handled.subList(5, one.handled.size())).isEqualTo(again);
			assertThat(one.outcomes).hasSameSizeAs(again);
			assertThat(one.metadata.subList(5, one.metadata.size()))
				.allSatisfy((event) -> assertThat(event.epoch()).isEqualTo(2));
		}
	}

	/**
	 * An instance that took it for released would never look again, and nobody else would
	 * take the partition for as long as that instance lives.
	 */
	@Test
	void releaseWithAnUnknownOutcomeIsRepeated() {
		try (TestInstance one = new TestInstance(cluster, "one", 2);
				TestInstance two = new TestInstance(cluster, "two", 2)) {
			one.listen("audit", false, one::remember).start();
			one.runUntil(() -> one.owned() == 2);
			two.listen("audit", false, two::remember).start();
			cluster.faults()
				.onNext("KvPrewrite", (request) -> writes(request, "group", "order", "audit"),
						FaultAction.dropBefore());
			refuseProbes();
			one.member.refresh();
			one.runUntil(() -> one.owned() == 1);
			cluster.faults().clear();
			two.runUntil(() -> {
				one.runOnce();
				return two.owned() == 1;
			});

			assertThat(one.owned()).isEqualTo(1);
		}
	}

	private static List<String> publishFive(TestInstance one) {
		List<String> published = IntStream.range(0, 5).mapToObj(Integer::toString).toList();
		published.forEach((payload) -> one.publish("ann", payload));
		return published;
	}

	private static void loseAnswer(boolean applied) {
		cluster.faults()
			.onNext("KvPrewrite", (request) -> writes(request, "group", "order", "audit", "0000"),
					applied ? FaultAction.dropAfter() : FaultAction.dropBefore());
	}

	private static void refuseProbes() {
		cluster.faults()
			.onEvery("KvCheckTxnStatus", (request) -> true,
					FaultAction.keyError(KeyError.newBuilder().setAbort("on purpose").build()));
	}

	private static boolean writes(Object request, String... segments) {
		String prefix = cluster.namespace().prefix(segments[0]).text();
		String wanted = prefix + String.join(":", List.of(segments).subList(1, segments.length));
		return ((PrewriteRequest) request).getMutationsList()
			.stream()
			.anyMatch((mutation) -> mutation.getKey().toStringUtf8().startsWith(wanted));
	}

}
