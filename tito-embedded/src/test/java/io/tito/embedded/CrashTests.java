package io.tito.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.tikv.shade.io.grpc.StatusRuntimeException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A server process is killed under load, again and again: what it has acknowledged is
 * there when it has been started again.
 */
class CrashTests {

	private static final int ROUNDS = 3;

	private static final int WORKERS = 16;

	private static final int MOST = 400;

	/** Less than a file of the journal. */
	private static final int LIMIT_MIB = 6;

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
			CountDownLatch enough = new CountDownLatch(1 + random.nextInt(MOST));
			workUntil(() -> assertThat(enough.await(60, TimeUnit.SECONDS)).isTrue(), ServerProcess.start(directory),
					random, history, enough);
			check(history, directory);
		}
		assertThat(history.size()).isGreaterThanOrEqualTo(ROUNDS);
	}

	private static void check(CrashHistory history, Path directory) throws IOException {
		try (ServerProcess server = ServerProcess.start(directory); Wire wire = new Wire(server.address())) {
			history.check(wire);
		}
	}

	/**
	 * Here: a file cannot grow. From then on nothing is acknowledged, and nothing read.
	 */
	@Test
	@Timeout(120)
	@EnabledOnOs(OS.LINUX)
	void keepsWhatItAcknowledgedWhenTheDiskIsFull(@TempDir Path directory) throws Exception {
		CrashHistory history = new CrashHistory(10_000);
		workUntilItFails(ServerProcess.startObserved(directory), (server) -> server.limitFiles(LIMIT_MIB), history);
		check(history, directory);
	}

	/**
	 * Here: the journal is as good as ever, but RocksDB finds its directory no more.
	 */
	@Test
	@Timeout(120)
	@EnabledOnOs(OS.LINUX)
	void keepsWhatItAcknowledgedWhenTablesCannotBeWritten(@TempDir Path directory) throws Exception {
		CrashHistory history = new CrashHistory(10_000);
		Path tables = directory.resolve("db");
		Path away = directory.resolveSibling("away-" + directory.getFileName());
		workUntilItFails(ServerProcess.startObserved(directory), (server) -> Files.move(tables, away), history);
		Files.move(away, tables);
		check(history, directory);
	}

	private static void workUntilItFails(ServerProcess server, Harm harm, CrashHistory history) throws Exception {
		long seed = System.nanoTime();
		System.out.println("CrashTests seed " + seed);
		harm.doTo(server);
		workUntil(() -> {
			server.awaitError("and start the server again");
			refusesToRead(server);
		}, server, new Random(seed), history, new CountDownLatch(0));
		assertThat(history.size()).isPositive();
		// whatever meets it, and however often
		assertThat(server.errors().stream().filter((line) -> line.contains(" ERROR ") || line.contains(" WARN ")))
			.hasSizeLessThanOrEqualTo(5);
	}

	private static void refusesToRead(ServerProcess server) {
		try (Wire wire = new Wire(server.address())) {
			assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(() -> wire.mvcc("x1"));
		}
	}

	private static void workUntil(Ending ending, ServerProcess server, Random random, CrashHistory history,
			CountDownLatch enough) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
		try (server) {
			CompletableFuture<?>[] workers = IntStream.range(0, WORKERS)
				.mapToObj((i) -> new Random(random.nextLong()))
				.map((own) -> work(new Wire(server.address()), own, history, enough, threads))
				.toArray(CompletableFuture[]::new);
			ending.await();
			server.kill();
			CompletableFuture.allOf(workers).get(60, TimeUnit.SECONDS);
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

	/**
	 * What makes it fail.
	 */
	private interface Harm {

		void doTo(ServerProcess server) throws Exception;

	}

	/**
	 * Waits until the server is to be killed.
	 */
	private interface Ending {

		void await() throws Exception;

	}

}
