package io.tito.client.connect;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.tito.client.ClientListener;
import io.tito.client.ClientSettings;
import io.tito.client.CommitOutcome;
import io.tito.client.CommitOutcome.Protocol;
import io.tito.client.CommitPhase;
import io.tito.client.Scan;
import io.tito.client.Snapshot;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.client.TransactionOptions;
import io.tito.embedded.fault.FaultAction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tikv.kvproto.Errorpb;

import static io.tito.client.connect.Cluster.committed;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a client tells of its work.
 */
class ListenerTests {

	@RegisterExtension
	final Cluster cluster = new Cluster();

	private final Log log = new Log();

	private TitoClient client;

	@BeforeEach
	void connect() {
		this.client = this.cluster.connect(this.cluster.settings().with(this.log));
	}

	@Test
	void tellsThePhasesOfEachProtocol() {
		commit(Protocol.ONE_PHASE);
		assertThat(this.log.phases).containsExactly(CommitPhase.TIMESTAMP, CommitPhase.PREWRITE);
		this.log.phases.clear();
		commit(Protocol.TWO_PHASE);
		assertThat(this.log.phases).containsExactly(CommitPhase.TIMESTAMP, CommitPhase.PREWRITE, CommitPhase.COMMIT);
	}

	@Test
	void tellsWhyARequestIsRepeatedAndHowLongItWaited() {
		this.cluster.write(this.client, this.cluster.key("a"), "1");
		this.cluster.faults()
			.onNext("KvGet", FaultAction.regionError(
					Errorpb.Error.newBuilder().setRegionNotFound(Errorpb.RegionNotFound.getDefaultInstance()).build()));
		this.client.get(this.cluster.key("a"));
		assertThat(this.log.retries).containsExactly("region_miss");
		assertThat(this.log.waited).containsOnlyKeys("region_miss");
		assertThat(this.log.waited.get("region_miss")).isGreaterThanOrEqualTo(1_000_000);
	}

	@Test
	void tellsOfRequestsThatFailed() {
		this.cluster.write(this.client, this.cluster.key("a"), "1");
		TitoClient impatient = this.cluster.connect(new ClientSettings(List.of(this.cluster.server().address()),
				Cluster.PATIENCE, Duration.ofMillis(300), this.log));
		impatient.get(this.cluster.key("a"));
		this.cluster.faults().onNext("KvGet", FaultAction.dropBefore());
		impatient.get(this.cluster.key("a"));
		assertThat(this.log.failed).contains("KvGet");
		assertThat(this.log.answered.get("KvGet").get()).isEqualTo(2);
	}

	@Test
	void tellsOfBatches() throws Exception {
		this.cluster.write(this.client, this.cluster.key("a"), "1");
		int before = this.log.batched.get();
		List<Thread> readers = new ArrayList<>();
		IntStream.range(0, 4).forEach((i) -> {
			Thread reader = new Thread(
					() -> IntStream.range(0, 50).forEach((j) -> this.client.get(this.cluster.key("a"))));
			readers.add(reader);
			reader.start();
		});
		for (Thread reader : readers) {
			reader.join();
		}
		assertThat(this.log.batched.get() - before).isEqualTo(200);
		assertThat(this.log.batches).hasSizeLessThanOrEqualTo(201);
	}

	@Test
	void whatIsReadTogetherGoesOutTogether() {
		this.cluster.write(this.client, this.cluster.key("a"), "1");
		List<Scan> scans = IntStream.range(0, 20).mapToObj((i) -> Scan.prefix(this.cluster.key("a" + i))).toList();
		Snapshot snapshot = this.client.snapshot();
		for (int i = 0; i < 50; i++) {
			this.log.batches.clear();
			snapshot.readAll(List.of(this.cluster.key("a"), this.cluster.key("b")), scans);
			assertThat(this.log.batches).containsExactly(1 + scans.size());
		}
	}

	@Test
	void tellsOfConflicts() {
		Transaction first = this.client.begin();
		first.get(this.cluster.key("a"));
		this.cluster.write(this.client, this.cluster.key("a"), "1");
		first.put(this.cluster.key("a"), new byte[] { 2 });
		assertThat(first.commit()).isInstanceOf(CommitOutcome.Conflict.class);
		assertThat(this.log.outcomes.get(1)).isInstanceOf(CommitOutcome.Conflict.class);
	}

	private void commit(Protocol protocol) {
		Transaction transaction = this.client.begin(TransactionOptions.defaults().fastest(protocol));
		transaction.put(this.cluster.key("key"), new byte[] { 1 });
		assertThat(committed(transaction).protocol()).isEqualTo(protocol);
	}

	private static final class Log implements ClientListener {

		final List<CommitOutcome> outcomes = new CopyOnWriteArrayList<>();

		final List<CommitPhase> phases = new CopyOnWriteArrayList<>();

		final Map<String, AtomicInteger> answered = new ConcurrentHashMap<>();

		final List<String> failed = new CopyOnWriteArrayList<>();

		final List<String> retries = new CopyOnWriteArrayList<>();

		final Map<String, Long> waited = new ConcurrentHashMap<>();

		final List<Integer> batches = new CopyOnWriteArrayList<>();

		final AtomicInteger batched = new AtomicInteger();

		@Override
		public void committed(CommitOutcome outcome, int roundTrips, Duration elapsed) {
			this.outcomes.add(outcome);
		}

		@Override
		public void phase(CommitPhase phase, long nanos) {
			assertThat(nanos).isPositive();
			this.phases.add(phase);
		}

		@Override
		public void request(String name, long nanos, boolean unanswered) {
			if (unanswered) {
				this.failed.add(name);
			}
			else {
				this.answered.computeIfAbsent(name, (any) -> new AtomicInteger()).incrementAndGet();
			}
		}

		@Override
		public void batch(int requests) {
			this.batches.add(requests);
			this.batched.addAndGet(requests);
		}

		@Override
		public void retried(String cause) {
			this.retries.add(cause);
		}

		@Override
		public void waited(String cause, long nanos) {
			this.waited.merge(cause, nanos, Long::sum);
		}

	}

}
