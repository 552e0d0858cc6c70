package io.tito.benchmark.soak;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

import io.tito.client.ClientTimeoutException;
import io.tito.client.CommitOutcome;
import io.tito.client.CommitOutcome.Protocol;
import io.tito.client.DeadlockException;
import io.tito.client.StoreUnavailableException;
import io.tito.client.TitoClient;
import io.tito.client.TitoClientException;
import io.tito.client.Transaction;
import io.tito.client.TransactionOptions;
import io.tito.key.Key;

/**
 * Moves money and appends to lists, in all ways to commit. Used by one thread.
 */
final class Writer {

	private static final Protocol[] WAYS = { Protocol.ONE_PHASE, Protocol.ASYNC_COMMIT, Protocol.TWO_PHASE };

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private final TitoClient client;

	private final Ledger ledger;

	private final Tally tally;

	private final Random random;

	Writer(TitoClient client, Ledger ledger, Tally tally, Random random) {
		this.client = client;
		this.ledger = ledger;
		this.tally = tally;
		this.random = random;
	}

	void runOnce() {
		TransactionOptions options = TransactionOptions.defaults()
			.fastest(WAYS[this.random.nextInt(WAYS.length)])
			.within(TIMEOUT);
		boolean locking = this.random.nextInt(4) == 0;
		options = locking ? options.asPessimistic() : options;
		options = (this.random.nextInt(8) == 0) ? options.asCausal() : options;
		if (this.random.nextInt(3) == 0) {
			append(options, locking, this.random.nextInt(Layout.LISTS));
		}
		else {
			run(options, (transaction) -> transfer(transaction, locking));
		}
	}

	private boolean transfer(Transaction transaction, boolean locking) {
		int from = Layout.anyAccount(this.random);
		int to = (from + 1 + this.random.nextInt(Layout.ACCOUNTS - 1)) % Layout.ACCOUNTS;
		long amount = this.random.nextInt(10);
		Map<Key, byte[]> read = read(transaction, locking, Layout.account(from), Layout.account(to));
		put(transaction, read, from, -amount);
		put(transaction, read, to, amount);
		return true;
	}

	private static void put(Transaction transaction, Map<Key, byte[]> read, int account, long more) {
		Key key = Layout.account(account);
		transaction.put(key, Layout.number(Layout.number(read.get(key)) + more));
	}

	private static Map<Key, byte[]> read(Transaction transaction, boolean locking, Key one, Key other) {
		if (locking) {
			transaction.getForUpdate(one);
			transaction.getForUpdate(other);
		}
		return transaction.getAll(List.of(one, other));
	}

	private void append(TransactionOptions options, boolean locking, int list) {
		long element = this.ledger.newElement();
		long[] position = new long[1];
		boolean committed = run(options, (transaction) -> {
			Key left = Layout.left(list);
			Key right = Layout.right(list);
			Map<Key, byte[]> read = read(transaction, locking, left, right);
			AppendList before = AppendList.decode(read.get(left));
			AppendList twin = AppendList.decode(read.get(right));
			if (!before.equals(twin)) {
				if (!locking) {
					this.tally
						.violated("half a transaction at " + transaction.timestamp() + ": " + before + " " + twin);
				}
				// the first lock was lost, and the commit would fail
				return false;
			}
			position[0] = before.end();
			transaction.put(left, before.with(element).encode());
			transaction.put(right, before.with(element).encode());
			return true;
		});
		if (committed) {
			this.ledger.committed(list, position[0], element);
		}
		else {
			this.ledger.refused(element);
		}
	}

	private boolean run(TransactionOptions options, Work work) {
		Transaction transaction = this.client.begin(options);
		try {
			return work.on(transaction) && committed(decided(transaction.commit()));
		}
		catch (StoreUnavailableException | ClientTimeoutException | DeadlockException ex) {
			this.tally.count("refused");
			return false;
		}
		finally {
			transaction.rollback();
		}
	}

	private boolean committed(CommitOutcome outcome) {
		if (outcome instanceof CommitOutcome.Committed done) {
			this.tally.count(done.protocol().name().toLowerCase(Locale.ROOT));
			return true;
		}
		this.tally.count(outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT));
		return false;
	}

	private CommitOutcome decided(CommitOutcome first) {
		CommitOutcome outcome = first;
		long until = System.nanoTime() + PATIENCE.toNanos();
		while (outcome instanceof CommitOutcome.Unknown unknown) {
			this.tally.count("unknown");
			outcome = probe(unknown);
			if (System.nanoTime() - until > 0) {
				throw new IllegalStateException("Nobody knows the outcome of a transaction: " + outcome);
			}
		}
		return outcome;
	}

	private CommitOutcome probe(CommitOutcome.Unknown unknown) {
		try {
			return this.client.probe(unknown);
		}
		catch (TitoClientException ex) {
			return unknown;
		}
	}

	/**
	 * What a transaction does before its commit.
	 */
	@FunctionalInterface
	private interface Work {

		boolean on(Transaction transaction);

	}

}
