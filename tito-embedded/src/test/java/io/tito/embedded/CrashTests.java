package io.tito.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server process is killed under load, again and again: what it has acknowledged is
 * there when it has been started again.
 */
class CrashTests {

	private static final int ROUNDS = 3;

	private static final int WORKERS = 4;

	private static final int MOST = 400;

	@Test
	void keepsWhatItAcknowledgedWhenItIsKilled(@TempDir Path directory) throws Exception {
		workAndKill(directory, 10);
	}

	// several times as much as the journal holds
	@Test
	void keepsWhatItAcknowledgedWhereverItsJournalIs(@TempDir Path directory) throws Exception {
		workAndKill(directory, 100_000);
	}

	private static void workAndKill(Path directory, int ballast) throws Exception {
		long seed = System.nanoTime();
		System.out.println("CrashTests seed " + seed);
		Random random = new Random(seed);
		CrashHistory history = new CrashHistory(ballast);
		for (int round = 0; round < ROUNDS; round++) {
			workUntilKilled(directory, random, history);
			try (ServerProcess server = ServerProcess.start(directory); Wire wire = new Wire(server.address())) {
				history.check(wire);
			}
		}
		assertThat(history.size()).isGreaterThanOrEqualTo(ROUNDS);
	}

	private static void workUntilKilled(Path directory, Random random, CrashHistory history)
			throws IOException, InterruptedException {
		CountDownLatch enough = new CountDownLatch(1 + random.nextInt(MOST));
		ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
		try (ServerProcess server = ServerProcess.start(directory)) {
			CompletableFuture<?>[] workers = IntStream.range(0, WORKERS)
				.mapToObj((i) -> new Random(random.nextLong()))
				.map((own) -> work(new Wire(server.address()), own, history, enough, threads))
				.toArray(CompletableFuture[]::new);
			assertThat(enough.await(60, TimeUnit.SECONDS)).isTrue();
			server.kill();
			CompletableFuture.allOf(workers).get(60, TimeUnit.SECONDS);
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new AssertionError("A worker failed", ex);
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static CompletableFuture<?> work(Wire wire, Random random, CrashHistory history, CountDownLatch enough,
			ExecutorService threads) {
		return CompletableFuture.runAsync(() -> history.work(wire, random, enough), threads)
			.whenComplete((nothing, failure) -> wire.close());
	}

}
