package io.tito.log;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.tito.annotation.StartPosition;
import io.tito.client.Transaction;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the next owner knows of commits below the position that its predecessor stored:
 * some the predecessor has settled, others became visible after it had looked. Slow ones
 * are known by their announcements only.
 */
class TakenCursorTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private static final PartitionId ID = new PartitionId("order", "audit", 0);

	/**
	 * Longer than any pause of the machine, so that only the test makes a commit slow.
	 */
	private static final TypeSettings TYPE = new TypeSettings(1, Duration.ofSeconds(30), Duration.ofSeconds(90));

	private LogFixture fixture;

	private EventLog log;

	@BeforeEach
	void prepare() {
		LogKeys keys = new LogKeys(cluster.namespace());
		EventTypes types = new EventTypes(cluster.client(), keys, (type) -> TYPE);
		types.settings("order");
		this.fixture = new LogFixture(cluster);
		this.log = new EventLog(cluster.client(), keys, types);
		this.log.groups().register("order", "audit", StartPosition.EARLIEST);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void findsTheCommitThatBecameVisibleAfterItsPredecessorHadLooked(boolean slow) {
		OwnedPartition former = take("one@1");
		publishPassedBy(former, slow);
		assertThat(former.readUpTo()).isEqualTo(state().snapshot());

		LogPage page = read(take("two@1"));
		assertThat(payloads(page.late())).containsExactly("late");
		assertThat(page.fresh()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void doesNotFindAgainWhatItsPredecessorSettled(boolean slow) {
		OwnedPartition former = take("one@1");
		publishPassedBy(former, slow);
		assertThat(settle(former)).containsExactly("late");

		OwnedPartition owner = take("two@1");
		assertThat(read(owner).isEmpty()).isTrue();
		publish("end");
		assertThat(settle(owner)).containsExactly("end");
	}

	/**
	 * Publish an event whose key is fixed first and whose commit comes last: in between
	 * an owner settles one that lies behind it.
	 */
	private void publishPassedBy(OwnedPartition owner, boolean slow) {
		Transaction transaction = cluster.client().begin();
		this.fixture.append(transaction, "ann", "late");
		transaction.onCommit((base, writes) -> {
			publish("first");
			assertThat(settle(owner)).containsExactly("first");
			if (slow) {
				cluster.pass(TYPE.prompt().plusSeconds(10));
				publish("second");
				assertThat(settle(owner)).containsExactly("second");
			}
		});
		this.fixture.commit(transaction);
		assertThat(cluster.rows("late:")).hasSize(slow ? 1 : 0);
		assertThat(this.fixture.payloads()).startsWith("late");
	}

	private void publish(String payload) {
		Transaction transaction = cluster.client().begin();
		this.fixture.append(transaction, "ann", payload);
		this.fixture.commit(transaction);
	}

	private List<String> settle(OwnedPartition owner) {
		LogPage page = read(owner);
		Acknowledgement acknowledgement = owner.acknowledgement();
		acknowledgement.settle(page);
		assertThat(owner.commit(acknowledgement)).isTrue();
		return payloads(page.events());
	}

	private LogPage read(OwnedPartition owner) {
		Sweep sweep = this.log.sweep(List.of(ID), Map.of("order", owner.readUpTo()));
		assertThat(owner.matches(sweep)).isTrue();
		return owner.read(sweep, 10, true);
	}

	private OwnedPartition take(String instance) {
		OwnedPartition taken = OwnedPartition.take(this.log, ID, instance, this.log.sweep(List.of(ID), Map.of()));
		assertThat(taken).isNotNull();
		return taken;
	}

	private GroupState state() {
		return this.log.state(cluster.client().snapshot(), ID);
	}

	private static List<String> payloads(List<LoggedEvent> events) {
		return events.stream().map((event) -> new String(event.event().payload(), StandardCharsets.UTF_8)).toList();
	}

}
