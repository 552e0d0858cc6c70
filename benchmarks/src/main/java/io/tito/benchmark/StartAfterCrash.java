package io.tito.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.tito.client.ClientSettings;
import io.tito.client.CommitOutcome;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.client.connect.TitoConnector;
import io.tito.key.Key;

/**
 * How long the embedded server takes from its start in a process of its own until it
 * answers a read, after a kill in the middle of commits, with a gibibyte in its data
 * directory. The page cache is warm.
 */
public final class StartAfterCrash {

	private static final int ROWS = 1 << 20;

	private static final int ROWS_AT_ONCE = 256;

	private static final int THREADS = 8;

	private static final int ROUNDS = 3;

	private static final long AIM_MILLIS = 3000;

	private static final int ROW_BYTES = 1000;

	private StartAfterCrash() {
	}

	/**
	 * Fill, kill, start; three times.
	 * @param arguments none
	 * @throws Exception if the server cannot be started
	 */
	public static void main(String[] arguments) throws Exception {
		try (TemporaryDirectory data = TemporaryDirectory.create()) {
			new StartAfterCrash().run(data);
		}
	}

	private void run(TemporaryDirectory data) throws Exception {
		SeparateServer server = SeparateServer.start(data);
		for (int round = 1; round <= ROUNDS; round++) {
			fill(server.address(), round);
			server.kill();
			long start = System.nanoTime();
			server = SeparateServer.start(data);
			read(server.address());
			long millis = (System.nanoTime() - start) / 1_000_000;
			System.out.printf("%d MiB: answers %d ms after its start, at most %d: %s%n", data.mebibytes(), millis,
					AIM_MILLIS, (millis <= AIM_MILLIS) ? "yes" : "no");
		}
		server.kill();
	}

	/**
	 * The first round writes everything, later ones a tenth of it again.
	 */
	private void fill(String address, int round) throws InterruptedException, ExecutionException {
		int rows = (round == 1) ? ROWS : ROWS / 10;
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try (TitoClient client = TitoConnector.connect(ClientSettings.of(address))) {
			List<Future<?>> parts = new ArrayList<>();
			for (int first = 0; first < rows; first += ROWS_AT_ONCE) {
				int from = first;
				parts.add(threads.submit(() -> write(client, from)));
			}
			for (Future<?> part : parts) {
				part.get();
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	private void write(TitoClient client, int from) {
		Transaction transaction = client.begin();
		for (int row = from; row < from + ROWS_AT_ONCE; row++) {
			transaction.put(key(row), value(row));
		}
		CommitOutcome outcome = transaction.commit();
		if (!(outcome instanceof CommitOutcome.Committed)) {
			throw new IllegalStateException("Rows from " + from + " on were not written: " + outcome);
		}
	}

	private static void read(String address) {
		try (TitoClient client = TitoConnector.connect(ClientSettings.of(address))) {
			if (client.get(key(0)) == null) {
				throw new IllegalStateException("An acknowledged row is gone");
			}
		}
	}

	/**
	 * Bytes that cannot be compressed.
	 */
	private static byte[] value(int row) {
		byte[] value = new byte[ROW_BYTES];
		new SplittableRandom(row).nextBytes(value);
		return value;
	}

	private static Key key(int row) {
		return Key.of("row:%08d".formatted(row));
	}

}
