package io.tito.listener.container;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.tito.client.CommitOutcome;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.client.TransactionOptions;
import io.tito.embedded.fault.FaultAction;
import io.tito.key.Key;
import io.tito.log.EventId;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tikv.kvproto.Kvrpcpb.CommitRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever takes an event back dies with its locks standing, before the commit of its
 * primary lock or after.
 */
class DyingCancelTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@AfterEach
	void end() {
		this.threads.shutdownNow();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void deliversTheEventUnlessItIsTakenBack(boolean committed) throws Exception {
		try (TestInstance one = new TestInstance(cluster, "one", 1); TitoClient dying = cluster.connect()) {
			one.listen("audit", false, one::remember).start();
			Instant due = one.client.timestamp().instant().plus(Duration.ofSeconds(1));
			EventId id = one.publish("ann", "later", due);
			Key event = cluster.rows("event:").get(0).key();
			// what lies in one region is committed by one request
			cluster.regions().split(cluster.namespace().prefix("event").bytes());
			cancelAndDie(one, dying, id, committed);
			assertThat(Stream.of(event, other()).filter(DyingCancelTests::isLocked)).isNotEmpty();
			// the locks stand for longer than that
			cluster.faults().advanceClock(Duration.ofSeconds(1));
			one.publish("ann", "end");
			one.runUntil(() -> one.handled.contains("end"));

			if (committed) {
				assertThat(one.handled).containsExactly("end");
			}
			else {
				assertThat(one.handled).containsExactly("later", "end");
			}
		}
	}

	private void cancelAndDie(TestInstance one, TitoClient dying, EventId id, boolean committed) throws Exception {
		Transaction cancel = dying.begin(TransactionOptions.defaults().fastest(CommitOutcome.Protocol.TWO_PHASE));
		assertThat(one.writer.cancel(cancel, id)).isTrue();
		cancel.put(other(), new byte[] { 1 });
		long start = cancel.timestamp().value();
		FaultAction.Hold hold = committed ? FaultAction.holdAfter() : FaultAction.holdBefore();
		cluster.faults().onNext("KvCommit", (request) -> ((CommitRequest) request).getStartVersion() == start, hold);
		Future<CommitOutcome> outcome = this.threads.submit(cancel::commit);
		hold.awaitArrival(Duration.ofSeconds(20));
		// whatever it wants to send after that is lost
		cluster.faults()
			.onEvery("KvCommit", (request) -> ((CommitRequest) request).getStartVersion() == start,
					FaultAction.dropBefore());
		dying.close();
		try {
			outcome.get(20, TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			// it is dead
		}
	}

	private static Key other() {
		return cluster.namespace().key("data", "other");
	}

	private static boolean isLocked(Key row) {
		return cluster.faults().dumpMvcc(row.bytes()).lock() != null;
	}

}
