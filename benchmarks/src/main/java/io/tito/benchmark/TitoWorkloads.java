package io.tito.benchmark;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.tito.client.ClientSettings;
import io.tito.client.CommitOutcome;
import io.tito.client.CommitOutcome.Protocol;
import io.tito.client.Scan;
import io.tito.client.Snapshot;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.client.TransactionOptions;
import io.tito.client.connect.TitoConnector;
import io.tito.key.Key;

/**
 * What Tito's client is measured at.
 */
final class TitoWorkloads implements AutoCloseable {

	static final int ROWS = 1000;

	private static final int BATCH = 10;

	private final TitoClient client;

	private final Snapshot snapshot;

	private final List<Key> rows = IntStream.range(0, ROWS).mapToObj(TitoWorkloads::row).toList();

	TitoWorkloads(Server server) {
		ClientSettings settings = ClientSettings.of(server.address());
		Supplier<?> inside = server.inside();
		this.client = TitoConnector.connect((inside != null) ? settings.local(server.address(), inside) : settings);
		fill();
		this.snapshot = this.client.snapshot();
	}

	static Key row(int number) {
		return Key.of("row:%06d".formatted(number));
	}

	private void fill() {
		Transaction transaction = this.client.begin();
		this.rows.forEach((key) -> transaction.put(key, value(200)));
		commit(transaction);
	}

	static byte[] value(int length) {
		byte[] value = new byte[length];
		ThreadLocalRandom.current().nextBytes(value);
		return value;
	}

	List<Workload> all() {
		return List.of(new Workload("timestamp", (thread) -> this.client::timestamp),
				new Workload("get", (thread) -> () -> this.snapshot.get(any())),
				new Workload("batch get 10", (thread) -> () -> this.snapshot.getAll(someRows())),
				new Workload("scan 1000", (thread) -> () -> this.snapshot.scan(Scan.prefix(Key.of("row:")))),
				commits("one-phase", Protocol.ONE_PHASE), commits("async", Protocol.ASYNC_COMMIT),
				commits("two-phase", Protocol.TWO_PHASE));
	}

	private List<Key> someRows() {
		int from = ThreadLocalRandom.current().nextInt(ROWS - BATCH);
		return this.rows.subList(from, from + BATCH);
	}

	private Key any() {
		return this.rows.get(ThreadLocalRandom.current().nextInt(ROWS));
	}

	/**
	 * Two keys of 1 KiB each; every thread has keys of its own, so that there are no
	 * conflicts.
	 */
	private Workload commits(String name, Protocol protocol) {
		TransactionOptions options = TransactionOptions.defaults().fastest(protocol);
		return new Workload(name, (thread) -> {
			byte[] value = value(1024);
			return () -> {
				int number = ThreadLocalRandom.current().nextInt(ROWS);
				Transaction transaction = this.client.begin(options);
				transaction.put(Key.of("order:" + thread + ":" + number), value);
				transaction.put(Key.of("event:" + thread + ":" + number), value);
				commit(transaction);
			};
		});
	}

	private static void commit(Transaction transaction) {
		CommitOutcome outcome = transaction.commit();
		// a key that an earlier async commit has not let go yet
		if (!(outcome instanceof CommitOutcome.Committed) && !(outcome instanceof CommitOutcome.Conflict)) {
			throw new IllegalStateException("A commit of the benchmark failed: " + outcome);
		}
	}

	@Override
	public void close() {
		this.client.close();
	}

}
