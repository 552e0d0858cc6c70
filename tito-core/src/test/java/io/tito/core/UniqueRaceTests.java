package io.tito.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.tito.index.IndexCheck;
import io.tito.testing.TestCluster;
import io.tito.testing.TestStore;
import io.tito.transaction.DuplicateEntryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.ConcurrencyFailureException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Writers that want the same unique value at the same time.
 */
class UniqueRaceTests {

	private static final int THREADS = 8;

	private static final int TRIES = Integer.getInteger("tito.test.tries", 10_000);

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	@Test
	void letsExactlyOneWriterHaveAValue() throws Exception {
		TitoTemplate template = TestStore.of(cluster).template();
		template.save(Person.of("warm", "red"));
		int rounds = TRIES / THREADS;
		CyclicBarrier together = new CyclicBarrier(THREADS);
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try {
			List<Future<List<Boolean>>> writers = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				String writer = "w" + i;
				writers.add(threads.submit(() -> {
					List<Boolean> won = new ArrayList<>();
					for (int round = 0; round < rounds; round++) {
						together.await();
						won.add(takes(template, writer + "-" + round, round + "@x"));
					}
					return won;
				}));
			}
			int[] winners = new int[rounds];
			for (Future<List<Boolean>> writer : writers) {
				List<Boolean> won = writer.get();
				for (int round = 0; round < rounds; round++) {
					winners[round] += won.get(round) ? 1 : 0;
				}
			}
			assertThat(winners).containsOnly(1);
		}
		finally {
			threads.shutdownNow();
		}
		IndexCheck check = template.indexes().check(Person.class);
		assertThat(check).matches(IndexCheck::isClean);
		assertThat(check.rows()).isEqualTo(rounds + 1);
		assertThat(cluster.rows("unique:person:by_email")).hasSize(rounds);
	}

	/**
	 * A conflict says that another may have won, not that it has: then it is tried again.
	 */
	private static boolean takes(TitoTemplate template, String id, String email) {
		while (true) {
			try {
				template.save(new Person(id, "red", 1, email, null));
				return true;
			}
			catch (DuplicateEntryException ex) {
				return false;
			}
			catch (ConcurrencyFailureException ex) {
				Thread.onSpinWait();
			}
		}
	}

}
