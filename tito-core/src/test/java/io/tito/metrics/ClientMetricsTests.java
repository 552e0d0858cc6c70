package io.tito.metrics;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tito.client.CommitOutcome;
import io.tito.client.CommitOutcome.Protocol;
import io.tito.client.CommitPhase;
import io.tito.client.Timestamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ClientMetricsTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final ClientMetrics metrics = new ClientMetrics(this.registry);

	@ParameterizedTest
	@CsvSource({ "READ_ONLY,read-only", "ONE_PHASE,one-phase", "ASYNC_COMMIT,async-commit", "TWO_PHASE,two-phase" })
	void countsCommitsByProtocol(Protocol protocol, String tag) {
		this.metrics.committed(new CommitOutcome.Committed(Timestamp.ZERO, protocol), 2, Duration.ofMillis(3));
		this.metrics.committed(new CommitOutcome.Aborted("not counted"), 2, Duration.ofMillis(3));
		assertThat(this.registry.get("tito.client.commits").tags("protocol", tag).counter().count()).isEqualTo(1);
		assertThat(this.registry.find("tito.client.commits").counters()).hasSize(1);
	}

	@Test
	void timesRequestsByNameAndOutcome() {
		this.metrics.request("KvGet", 1_000_000, false);
		this.metrics.request("KvGet", 2_000_000, false);
		this.metrics.request("KvGet", 4_000_000, true);
		assertThat(this.registry.get("tito.client.requests")
			.tags("rpc", "KvGet", "outcome", "answered")
			.timer()
			.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(3);
		assertThat(this.registry.get("tito.client.requests").tags("rpc", "KvGet", "outcome", "failed").timer().count())
			.isEqualTo(1);
	}

	@Test
	void timesPhases() {
		for (CommitPhase phase : CommitPhase.values()) {
			this.metrics.phase(phase, 1_000_000);
		}
		assertThat(this.registry.find("tito.client.commit.phases").timers()).hasSize(3)
			.allSatisfy((timer) -> assertThat(timer.count()).isEqualTo(1));
		assertThat(this.registry.get("tito.client.commit.phases").tags("phase", "timestamp").timer()).isNotNull();
	}

	@Test
	void countsRepetitionsTimesPausesAndSizesOfBatches() {
		this.metrics.retried("lock_read");
		this.metrics.waited("lock_read", 5_000_000);
		this.metrics.batch(3);
		this.metrics.batch(5);
		assertThat(this.registry.get("tito.client.retries").tags("cause", "lock_read").counter().count()).isEqualTo(1);
		assertThat(this.registry.get("tito.client.waiting")
			.tags("cause", "lock_read")
			.timer()
			.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(5);
		assertThat(this.registry.get("tito.client.batch.size").summary().mean()).isEqualTo(4);
	}

}
