package io.tito.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.tito.cluster.ClusterMember;
import io.tito.cluster.ClusterSettings;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Instances that are paused, late and stopped at random: never do two of them lead.
 */
class RandomElectionTests {

	private static final int STEPS = 1500;

	private static final int MOST_MILLIS = 4000;

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private final AtomicLong nanos = new AtomicLong();

	private final List<Long> epochs = new ArrayList<>();

	@Test
	void neverDoTwoLead() {
		long seed = Long.getLong("tito.test.seed", System.nanoTime());
		System.out.println("Random elections: -Dtito.test.seed=" + seed);
		Random random = new Random(seed);
		cluster.faults().freezeClock();
		List<Instance> instances = IntStream.range(0, 4).mapToObj(Instance::new).toList();
		for (int step = 0; step < STEPS; step++) {
			step(random, instances.get(random.nextInt(instances.size())));
			List<Leadership> held = instances.stream()
				.map((one) -> one.candidacy.leadership())
				.filter((one) -> one != null)
				.toList();
			assertThat(held).as("step %d of seed %d", step, seed).hasSizeLessThanOrEqualTo(1);
		}
		cluster.faults().thawClock();
		assertThat(this.epochs).as("each leadership has an epoch of its own, in order")
			.isSorted()
			.doesNotHaveDuplicates();
		assertThat(this.epochs).as("the job changed hands").hasSizeGreaterThan(20);
	}

	private void step(Random random, Instance instance) {
		switch (random.nextInt(10)) {
			case 0, 1 -> pass(Duration.ofMillis(random.nextInt(MOST_MILLIS)));
			case 2, 3, 4 -> instance.member.heartbeat();
			case 5 -> {
				instance.candidacy.close();
				instance.stand();
			}
			default -> instance.election.runOnce();
		}
	}

	private void pass(Duration time) {
		this.nanos.addAndGet(time.toNanos());
		cluster.faults().advanceClock(time);
	}

	private final class Instance {

		final ClusterMember member;

		final LeaderElection election;

		Candidacy candidacy;

		Instance(int number) {
			this.member = new ClusterMember(cluster.client(), cluster.namespace(), "instance-" + number,
					ClusterSettings.DEFAULTS);
			this.election = new LeaderElection(cluster.client(), cluster.namespace(), this.member,
					ClusterSettings.DEFAULTS, RandomElectionTests.this.nanos::get);
			this.candidacy = stand();
		}

		Candidacy stand() {
			this.candidacy = this.election.stand("job", new LeaderListener() {
				@Override
				public void gained(Leadership leadership) {
					RandomElectionTests.this.epochs.add(leadership.epoch());
				}
			});
			return this.candidacy;
		}

	}

}
