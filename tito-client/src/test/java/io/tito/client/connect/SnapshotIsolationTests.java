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
import io.tito.client.Scan;
import io.tito.client.Snapshot;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.client.TransactionOptions;
import io.tito.key.Key;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.tito.client.connect.Cluster.committed;
import static io.tito.client.connect.Cluster.text;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Money moves between accounts from many threads and two clients, while the sum is read:
 * it never changes, and a snapshot never changes its mind.
 */
class SnapshotIsolationTests {

	private static final int ACCOUNTS = 12;

	private static final int WRITERS = 6;

	private static final int TRANSFERS = 150;

	private static final long START = 1000;

	@RegisterExtension
	final Cluster cluster = new Cluster();

	private final AtomicInteger done = new AtomicInteger();

	@Test
	void sumNeverChanges() throws Exception {
		long seed = System.nanoTime();
		System.out.println("seed " + seed);
		List<TitoClient> clients = List.of(this.cluster.connect(), this.cluster.connect());
		Transaction setUp = clients.get(0).begin();
		for (int i = 0; i < ACCOUNTS; i++) {
			setUp.put(account(i), Long.toString(START).getBytes());
		}
		committed(setUp);
		ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 2);
		try {
			List<Future<?>> running = new ArrayList<>();
			for (int i = 0; i < WRITERS; i++) {
				TitoClient client = clients.get(i % 2);
				Random random = new Random(seed + i);
				boolean large = i % 3 == 0;
				running.add(threads.submit((Callable<Void>) () -> transfer(client, random, large)));
			}
			for (TitoClient client : clients) {
				running.add(threads.submit((Callable<Void>) () -> observe(client)));
			}
			for (Future<?> one : running) {
				one.get(120, TimeUnit.SECONDS);
			}
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(this.done.get()).isEqualTo(WRITERS * TRANSFERS);
		assertThat(sum(clients.get(0).snapshot())).isEqualTo(ACCOUNTS * START);
	}

	private Void transfer(TitoClient client, Random random, boolean large) {
		int succeeded = 0;
		while (succeeded < TRANSFERS) {
			Transaction transaction = client.begin(TransactionOptions.defaults());
			int from = random.nextInt(ACCOUNTS);
			int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
			long amount = random.nextInt(10);
			transaction.put(account(from), Long.toString(balance(transaction, from) - amount).getBytes());
			transaction.put(account(to), Long.toString(balance(transaction, to) + amount).getBytes());
			if (large) {
				// makes the transaction a two-phase one
				byte[] ballast = new byte[600 << 10];
				ballast[0] = 1;
				transaction.put(this.cluster.key("ballast" + Thread.currentThread().getId()), ballast);
			}
			CommitOutcome outcome = transaction.commit();
			if (outcome instanceof CommitOutcome.Committed) {
				succeeded++;
				this.done.incrementAndGet();
			}
			else {
				assertThat(outcome).isInstanceOf(CommitOutcome.Conflict.class);
			}
		}
		return null;
	}

	private Void observe(TitoClient client) {
		while (this.done.get() < WRITERS * TRANSFERS) {
			Snapshot snapshot = client.snapshot();
			long first = sum(snapshot);
			assertThat(first).isEqualTo(ACCOUNTS * START);
			long again = snapshot.getAll(accounts())
				.values()
				.stream()
				.mapToLong((value) -> Long.parseLong(text(value)))
				.sum();
			assertThat(again).isEqualTo(first);
		}
		return null;
	}

	private long sum(Snapshot snapshot) {
		return snapshot.scan(Scan.prefix(this.cluster.key("account")))
			.stream()
			.mapToLong((entry) -> Long.parseLong(text(entry.value())))
			.sum();
	}

	private long balance(Transaction transaction, int account) {
		return Long.parseLong(text(transaction.get(account(account))));
	}

	private List<Key> accounts() {
		List<Key> accounts = new ArrayList<>();
		for (int i = 0; i < ACCOUNTS; i++) {
			accounts.add(account(i));
		}
		return accounts;
	}

	private Key account(int number) {
		return this.cluster.key("account%02d".formatted(number));
	}

}
