package io.tito.listener.container;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import io.tito.client.CommitOutcome;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.client.TransactionOptions;
import io.tito.embedded.fault.FaultAction;
import io.tito.testing.TestCluster;
import org.tikv.kvproto.Kvrpcpb.BatchRollbackRequest;
import org.tikv.kvproto.Kvrpcpb.CommitRequest;
import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;

/**
 * Clients that commit one transaction and die while they do: before or after one of their
 * requests, or not at all.
 */
final class DyingCancels implements AutoCloseable {

	private static final Duration LONG = Duration.ofSeconds(20);

	private static final CommitOutcome.Protocol[] PROTOCOLS = { CommitOutcome.Protocol.ONE_PHASE,
			CommitOutcome.Protocol.ASYNC_COMMIT, CommitOutcome.Protocol.TWO_PHASE };

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final TestCluster cluster;

	private final Random random;

	private int died;

	DyingCancels(TestCluster cluster, Random random) {
		this.cluster = cluster;
		this.random = random;
	}

	/**
	 * How many have died with a request under way.
	 */
	int died() {
		return this.died;
	}

	/**
	 * Commit a transaction, and perhaps die.
	 * @param work writes, and says whether there is something to commit
	 */
	void die(Predicate<Transaction> work) throws Exception {
		TitoClient dying = this.cluster.connect();
		try {
			Transaction transaction = dying
				.begin(TransactionOptions.defaults().fastest(PROTOCOLS[this.random.nextInt(PROTOCOLS.length)]));
			if (!work.test(transaction)) {
				transaction.rollback();
				return;
			}
			long start = transaction.timestamp().value();
			FaultAction.Hold hold = this.random.nextBoolean() ? FaultAction.holdBefore() : FaultAction.holdAfter();
			String rpc = this.random.nextBoolean() ? "KvPrewrite" : "KvCommit";
			var expectation = this.cluster.faults().onNext(rpc, (request) -> start(request) == start, hold);
			Future<?> outcome = this.threads.submit(transaction::commit);
			if (arrives(hold, outcome)) {
				this.died++;
				silence(start);
				dying.close();
			}
			this.cluster.faults().clear(expectation);
			end(outcome);
		}
		finally {
			dying.close();
		}
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
	}

	/**
	 * A commit in one phase sends no second request, and one that is refused none at all.
	 */
	private static boolean arrives(FaultAction.Hold hold, Future<?> outcome) {
		long end = System.nanoTime() + LONG.toNanos();
		while (System.nanoTime() < end) {
			try {
				hold.awaitArrival(Duration.ofMillis(5));
				return true;
			}
			catch (IllegalStateException ex) {
				if (outcome.isDone()) {
					return false;
				}
			}
		}
		throw new IllegalStateException("The commit neither ended nor was held");
	}

	/**
	 * Whatever it wants to send after that is lost.
	 */
	private void silence(long start) {
		for (String rpc : new String[] { "KvPrewrite", "KvCommit", "KvBatchRollback" }) {
			this.cluster.faults().onEvery(rpc, (request) -> start(request) == start, FaultAction.dropBefore());
		}
	}

	private static void end(Future<?> outcome) throws Exception {
		try {
			outcome.get(LONG.toSeconds(), TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			// it is dead
		}
	}

	private static long start(Object request) {
		if (request instanceof PrewriteRequest prewrite) {
			return prewrite.getStartVersion();
		}
		if (request instanceof CommitRequest commit) {
			return commit.getStartVersion();
		}
		return ((BatchRollbackRequest) request).getStartVersion();
	}

}
