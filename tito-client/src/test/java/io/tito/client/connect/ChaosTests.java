package io.tito.client.connect;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.tito.client.CommitOutcome;
import io.tito.client.CommitOutcome.Protocol;
import io.tito.client.TitoClient;
import io.tito.client.TitoClientException;
import io.tito.client.Transaction;
import io.tito.client.TransactionOptions;
import io.tito.embedded.fault.FaultAction;
import io.tito.key.Key;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tikv.kvproto.Errorpb;

import static io.tito.client.connect.Cluster.text;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Counters are increased while requests and answers get lost and regions seem to move:
 * what is said to be committed is there once, and nothing else is.
 */
class ChaosTests {

	private static final int THREADS = 4;

	private static final int ROUNDS = 100;

	private static final int COUNTERS = 5;

	private static final String[] RPCS = { "KvGet", "KvPrewrite", "KvCommit", "KvCheckTxnStatus", "KvResolveLock",
			"KvCheckSecondaryLocks", "KvPessimisticLock", "KVPessimisticRollback", "KvBatchRollback" };

	private static final Protocol[] WAYS = { Protocol.ONE_PHASE, Protocol.ASYNC_COMMIT, Protocol.TWO_PHASE };

	@RegisterExtension
	final Cluster cluster = new Cluster();

	private final AtomicInteger committed = new AtomicInteger();

	@Test
	void outcomesAreTrue() throws Exception {
		long seed = System.nanoTime();
		System.out.println("seed " + seed);
		List<TitoClient> clients = List.of(this.cluster.connect(), this.cluster.connect());
		makeTrouble(new Random(seed));
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try {
			List<Future<?>> running = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				TitoClient client = clients.get(i % 2);
				Random random = new Random(seed + i);
				running.add(threads.submit((Callable<Void>) () -> increase(client, random)));
			}
			for (Future<?> one : running) {
				one.get(120, TimeUnit.SECONDS);
			}
		}
		finally {
			threads.shutdownNow();
		}
		this.cluster.faults().clear();
		assertThat(total(clients.get(0))).as("seed %d", seed).isEqualTo(this.committed.get()).isPositive();
	}

	private void makeTrouble(Random random) {
		Errorpb.Error moved = Errorpb.Error.newBuilder()
			.setMessage("made by a test")
			.setEpochNotMatch(Errorpb.EpochNotMatch.getDefaultInstance())
			.build();
		for (FaultAction action : List.of(FaultAction.dropBefore(), FaultAction.dropAfter(),
				FaultAction.regionError(moved),
				FaultAction.regionError(Errorpb.Error.newBuilder().setMessage("unknown").build()))) {
			for (String rpc : RPCS) {
				this.cluster.faults().onEvery(rpc, (request) -> random.nextInt(40) == 0, action);
			}
		}
	}

	private Void increase(TitoClient client, Random random) {
		for (int i = 0; i < ROUNDS; i++) {
			try {
				CommitOutcome outcome = increase(client, counter(random.nextInt(COUNTERS)),
						WAYS[random.nextInt(WAYS.length)], random.nextInt(3) == 0);
				while (outcome instanceof CommitOutcome.Unknown unknown) {
					outcome = client.probe(unknown);
				}
				if (outcome instanceof CommitOutcome.Committed) {
					this.committed.incrementAndGet();
				}
			}
			catch (TitoClientException ex) {
				// surely not committed, says the port
				assertThat(ex).hasMessageContaining("No answer");
			}
		}
		return null;
	}

	private CommitOutcome increase(TitoClient client, Key counter, Protocol way, boolean locking) {
		Transaction transaction = client.begin(TransactionOptions.defaults().fastest(way));
		try {
			return increase(transaction, counter, way, locking);
		}
		finally {
			transaction.rollback();
		}
	}

	private CommitOutcome increase(Transaction transaction, Key counter, Protocol way, boolean locking) {
		byte[] before = locking ? transaction.getForUpdate(counter) : transaction.get(counter);
		long value = (before != null) ? Long.parseLong(text(before)) : 0;
		transaction.put(counter, Long.toString(value + 1).getBytes());
		if (way != Protocol.ONE_PHASE) {
			// more than one request
			byte[] ballast = new byte[100 << 10];
			ballast[0] = 1;
			transaction.put(counter.append("ballast"), ballast);
		}
		return transaction.commit();
	}

	private long total(TitoClient client) {
		long total = 0;
		for (int i = 0; i < COUNTERS; i++) {
			byte[] value = client.snapshot().get(counter(i));
			total += (value != null) ? Long.parseLong(text(value)) : 0;
		}
		return total;
	}

	private Key counter(int number) {
		return this.cluster.key("counter" + number);
	}

}
