package io.tito.listener.container;

import java.util.List;
import java.util.stream.IntStream;

import io.tito.embedded.fault.FaultAction;
import io.tito.log.PartitionId;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Acknowledgements whose answer is lost, applied or not.
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
			List<String> published = IntStream.range(0, 5).mapToObj(Integer::toString).toList();
			published.forEach((payload) -> one.publish("ann", payload));
			String state = cluster.namespace()
				.key("group", "order", "audit", "%04d".formatted(new PartitionId("order", "audit", 0).partition()))
				.text();
			cluster.faults()
				.onNext("KvPrewrite",
						(request) -> ((PrewriteRequest) request).getMutationsList()
							.stream()
							.anyMatch((mutation) -> mutation.getKey().toStringUtf8().equals(state)),
						applied ? FaultAction.dropAfter() : FaultAction.dropBefore());
			one.drain("audit");
			one.publish("ann", "end");
			one.drain("audit");

			List<String> effective = transactional ? one.handled.stream().distinct().toList() : one.handled;
			assertThat(effective).containsExactly("0", "1", "2", "3", "4", "end");
			assertThat(one.operations.lag("order", "audit").deadLetters()).isZero();
		}
	}

}
