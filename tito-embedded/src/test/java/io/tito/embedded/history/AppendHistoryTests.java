package io.tito.embedded.history;

import java.nio.file.Path;
import java.util.concurrent.ExecutionException;

import io.tito.embedded.EmbeddedTikv;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients append numbers to lists in transactions of every kind, crash half-way and
 * resolve each other's locks, while regions split, merge and move and the server
 * restarts: what they saw is snapshot isolation, and a reader that asks again gets the
 * same answer. The system property {@code tito.histories.seed} repeats a run's choices.
 */
class AppendHistoryTests {

	private final long seed = Long.getLong("tito.histories.seed", System.nanoTime());

	@Test
	void keepsSnapshotIsolation() throws Exception {
		try (EmbeddedTikv tikv = EmbeddedTikv.builder().stores(2).start()) {
			check(tikv);
		}
	}

	@Test
	void keepsSnapshotIsolationWithADataDirectory(@TempDir Path directory) throws Exception {
		try (EmbeddedTikv tikv = EmbeddedTikv.builder().stores(2).dataDirectory(directory).start()) {
			check(tikv);
		}
	}

	private void check(EmbeddedTikv tikv) throws InterruptedException, ExecutionException {
		try (Workload workload = new Workload(tikv, this.seed)) {
			workload.run();
			assertThat(SnapshotIsolation.violations(workload.history().entries(), workload.lists())).isEmpty();
			assertThat(workload.auditor().changes()).isEmpty();
			assertThat(workload.auditor().audits()).isPositive();
			assertThat(workload.history().entries()).extracting(AppendHistory.Entry::outcome)
				.contains(AppendHistory.Outcome.COMMITTED, AppendHistory.Outcome.ABORTED,
						AppendHistory.Outcome.UNKNOWN);
		}
	}

}
