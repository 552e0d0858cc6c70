package io.tito.retention;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.tito.cluster.ClusterMember;
import io.tito.cluster.ClusterSettings;
import io.tito.lease.LeaderElection;
import io.tito.log.EventLog;
import io.tito.log.EventTypes;
import io.tito.log.LogKeys;
import io.tito.log.LogListener;
import io.tito.log.LogRetention;
import io.tito.log.TypeSettings;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RetentionJobTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	@Test
	void onlyTheLeaderRuns() {
		try (Instance one = new Instance("one", LogListener.NONE);
				Instance two = new Instance("two", LogListener.NONE)) {
			one.join();
			two.join();
			assertThat(one.job.runOnce()).isNotNull();
			assertThat(two.job.runOnce()).isNull();
			one.job.close();
			assertThat(one.job.runOnce()).isNull();
			two.election.runOnce();
			assertThat(two.job.runOnce()).isNotNull();
		}
	}

	@Test
	void runsByItselfOnceStarted() throws Exception {
		CountDownLatch rounds = new CountDownLatch(2);
		LogListener listener = new LogListener() {
			@Override
			public void keptWithoutGroup(String type) {
				rounds.countDown();
			}
		};
		try (Instance one = new Instance("one", listener)) {
			one.types.settings("order");
			one.election.start();
			one.job.start();
			one.job.start();
			assertThat(rounds.await(30, TimeUnit.SECONDS)).isTrue();
			one.job.close();
			one.job.start();
			assertThat(one.election.leader(RetentionJob.LEASE)).isNotNull();
		}
	}

	@Test
	void refusesSettingsThatMakeNoSense() {
		Map<String, Duration> wrong = Map.of("at least a minute", Duration.ofSeconds(59));
		wrong.forEach((message, retention) -> assertThatIllegalArgumentException()
			.isThrownBy(() -> new RetentionSettings(retention, Duration.ofMinutes(1)))
			.withMessageContaining(message));
		for (Duration interval : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> new RetentionSettings(Duration.ofMinutes(1), interval));
		}
	}

	private static final class Instance implements AutoCloseable {

		final ClusterMember member;

		final LeaderElection election;

		final EventTypes types;

		final RetentionJob job;

		Instance(String name, LogListener listener) {
			this.member = new ClusterMember(cluster.client(), cluster.namespace(), name, ClusterSettings.DEFAULTS);
			this.election = new LeaderElection(cluster.client(), cluster.namespace(), this.member,
					ClusterSettings.DEFAULTS);
			LogKeys keys = new LogKeys(cluster.namespace());
			this.types = new EventTypes(cluster.client(), keys, (type) -> TypeSettings.DEFAULTS.withPartitions(1));
			this.job = new RetentionJob(new LogRetention(new EventLog(cluster.client(), keys, this.types), listener),
					this.election, new RetentionSettings(Duration.ofDays(3), Duration.ofMillis(10)));
			this.member.start();
		}

		void join() {
			this.job.stand(() -> {
			});
			this.election.runOnce();
		}

		@Override
		public void close() {
			this.job.close();
			this.election.close();
			this.member.close();
		}

	}

}
