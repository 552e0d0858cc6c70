package io.tito.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.tito.client.CommitOutcome;
import io.tito.client.Transaction;
import io.tito.cluster.ClusterMember;
import io.tito.cluster.ClusterSettings;
import io.tito.embedded.fault.FaultAction;
import io.tito.key.Key;
import io.tito.testing.TestCluster;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tikv.kvproto.Kvrpcpb.KeyError;
import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LeaderElectionTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private final AtomicLong nanos = new AtomicLong();

	private final List<Instance> instances = new ArrayList<>();

	@AfterEach
	void close() {
		cluster.faults().clear();
		this.instances.forEach(Instance::close);
	}

	@Test
	void oneOfManyLeads() {
		Instance one = instance("one");
		Instance two = instance("two");
		Instance three = instance("three");
		List.of(two, one, three).forEach(Instance::look);

		assertThat(two.leads()).isTrue();
		assertThat(one.leads()).isFalse();
		assertThat(three.leads()).isFalse();
		assertThat(three.election.leader("job")).contains(two.member.self());
		assertThat(two.told).containsExactly("gained 1");
		assertThat(one.told).isEmpty();
	}

	@Test
	void nobodyLeadsBeforeItIsAMember() {
		Instance one = new Instance("one");
		one.look();
		assertThat(one.leads()).isFalse();
		assertThat(one.election.leader("job")).isEmpty();
	}

	@Test
	void eachJobHasALeaderOfItsOwn() {
		Instance one = instance("one");
		Instance two = instance("two");
		one.look();
		Candidacy other = two.election.stand("other", LeaderListener.NONE);
		two.look();
		assertThat(one.leads()).isTrue();
		assertThat(two.leads()).isFalse();
		assertThat(other.leadership()).isNotNull();
	}

	@Test
	void anotherTakesOverAtOnceWhenTheLeaderStops() {
		Instance one = instance("one");
		Instance two = instance("two");
		one.look();
		two.look();
		one.candidacy.close();
		assertThat(one.told).containsExactly("gained 1", "lost 1");
		assertThat(two.election.leader("job")).isEmpty();
		two.look();
		assertThat(two.leads()).isTrue();
		assertThat(two.told).containsExactly("gained 2");
		one.look();
		assertThat(one.leads()).as("stands no more").isFalse();
	}

	@Test
	void anotherTakesOverWhenTheLeadersSessionIsOver() {
		Instance one = instance("one");
		Instance two = instance("two");
		one.look();
		pass(Duration.ofSeconds(14));
		two.member.heartbeat();
		two.look();
		assertThat(two.leads()).isFalse();
		pass(Duration.ofSeconds(2));
		two.look();
		assertThat(two.leads()).isTrue();
		assertThat(one.leads()).isFalse();
	}

	@Test
	void aPausedLeaderStopsBeforeAnotherCanTakeOver() {
		Instance one = instance("one");
		one.look();
		Leadership held = one.leadership();
		pass(Duration.ofSeconds(11));
		assertThat(held.isHeld()).isTrue();
		pass(Duration.ofSeconds(2));
		assertThat(held.isHeld()).isFalse();
		assertThat(one.candidacy.leadership()).isNull();
	}

	@Test
	void aLeaderThatWasPausedFindsOutThatItWasReplaced() {
		Instance one = instance("one");
		Instance two = instance("two");
		one.look();
		Leadership old = one.leadership();
		pass(Duration.ofSeconds(20));
		two.member.heartbeat();
		two.look();
		// back from its pause it first renews its session
		one.member.heartbeat();
		assertThat(old.isHeld()).isFalse();
		one.look();
		assertThat(one.leads()).isFalse();
		assertThat(one.told).containsExactly("gained 1", "lost 1");
		assertThat(two.leadership().epoch()).isEqualTo(2);
	}

	@Test
	void aSessionThatLapsedWithoutATakeoverIsANewEpoch() {
		Instance one = instance("one");
		one.look();
		pass(Duration.ofSeconds(20));
		one.look();
		assertThat(one.told).containsExactly("gained 1", "lost 1");
		one.member.heartbeat();
		one.look();
		assertThat(one.leadership().epoch()).isEqualTo(2);
	}

	@Test
	void renewsWithTheSession() {
		Instance one = instance("one");
		Instance two = instance("two");
		one.look();
		for (int i = 0; i < 20; i++) {
			pass(Duration.ofSeconds(5));
			one.member.heartbeat();
			one.look();
			two.member.heartbeat();
			two.look();
			assertThat(one.leads()).isTrue();
			assertThat(two.leads()).isFalse();
		}
		assertThat(one.leadership().epoch()).isEqualTo(1);
	}

	@Test
	void aTakeoverFailsIfTheLeaderRenewsAtTheSameMoment() {
		Instance one = instance("one");
		Instance two = instance("two");
		one.look();
		pass(Duration.ofSeconds(16));
		two.member.heartbeat();
		FaultAction.Hold taking = FaultAction.holdBefore();
		Key row = cluster.namespace().key("lease", "job");
		cluster.faults()
			.onNext("KvPrewrite",
					(request) -> ((PrewriteRequest) request).getMutationsList()
						.stream()
						.anyMatch((write) -> Key.wrap(write.getKey().toByteArray()).equals(row)),
					taking);
		CompletableFuture<Void> look = CompletableFuture.runAsync(two::look, (work) -> new Thread(work).start());
		taking.awaitArrival(PATIENCE);
		one.member.heartbeat();
		taking.release();
		look.join();
		assertThat(two.leads()).isFalse();
		one.look();
		assertThat(one.leads()).isTrue();
	}

	@Test
	void whatAnOldLeaderWritesIsRefused() {
		Instance one = instance("one");
		Instance two = instance("two");
		one.look();
		Leadership old = one.leadership();
		Transaction inTime = cluster.client().begin();
		old.fence(inTime);
		inTime.put(cluster.namespace().key("result"), new byte[] { 1 });
		pass(Duration.ofSeconds(20));
		two.member.heartbeat();
		two.look();
		assertThat(two.leads()).isTrue();

		assertThat(inTime.commit()).as("begun before").isInstanceOf(CommitOutcome.Conflict.class);
		Transaction later = cluster.client().begin();
		assertThatExceptionOfType(LeadershipLostException.class).isThrownBy(() -> old.fence(later))
			.withMessageContaining("'job'")
			.withMessageContaining("roll back");
		Transaction ofTheNew = cluster.client().begin();
		two.leadership().fence(ofTheNew);
		ofTheNew.put(cluster.namespace().key("result"), new byte[] { 2 });
		assertThat(ofTheNew.commit()).isInstanceOf(CommitOutcome.Committed.class);
	}

	@Test
	void aLostAnswerShowsAtTheNextLook() {
		Instance one = instance("one");
		cluster.faults()
			.onNext("KvPrewrite", FaultAction.keyError(KeyError.newBuilder().setAbort("on purpose").build()));
		try {
			one.look();
		}
		catch (RuntimeException ex) {
			assertThat(ex).hasMessageContaining("on purpose");
		}
		assertThat(one.leads()).isFalse();
		one.look();
		assertThat(one.leads()).isTrue();
	}

	@Test
	void looksByItselfOnceStarted() throws Exception {
		CountDownLatch gained = new CountDownLatch(1);
		Instance one = instance("one");
		Candidacy candidacy = one.election.stand("other", new LeaderListener() {
			@Override
			public void gained(Leadership leadership) {
				gained.countDown();
				throw new IllegalStateException("a listener that fails");
			}
		});
		one.election.start();
		assertThat(gained.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		assertThat(candidacy.leadership()).isNotNull();
		one.election.close();
		assertThat(candidacy.leadership()).isNull();
		assertThat(one.election.leader("other")).isEmpty();
	}

	@Test
	void refusesANameThatCannotBePartOfAKey() {
		Instance one = new Instance("one");
		assertThatIllegalArgumentException().isThrownBy(() -> one.election.stand("a:b", LeaderListener.NONE))
			.withMessageContaining("lease");
	}

	private Instance instance(String name) {
		Instance instance = new Instance(name);
		assertThat(instance.member.heartbeat()).isTrue();
		return instance;
	}

	/** Both clocks run alike; they need not agree. */
	private void pass(Duration time) {
		this.nanos.addAndGet(time.toNanos());
		cluster.pass(time);
	}

	private final class Instance {

		final ClusterMember member;

		final LeaderElection election;

		final Candidacy candidacy;

		final List<String> told = new ArrayList<>();

		Instance(String name) {
			this.member = new ClusterMember(cluster.client(), cluster.namespace(), name, ClusterSettings.DEFAULTS);
			this.election = new LeaderElection(cluster.client(), cluster.namespace(), this.member,
					ClusterSettings.DEFAULTS, LeaderElectionTests.this.nanos::get);
			this.candidacy = this.election.stand("job", new LeaderListener() {
				@Override
				public void gained(Leadership leadership) {
					Instance.this.told.add("gained " + leadership.epoch());
				}

				@Override
				public void lost(Leadership leadership) {
					Instance.this.told.add("lost " + leadership.epoch());
				}
			});
			LeaderElectionTests.this.instances.add(this);
		}

		void look() {
			this.election.runOnce();
		}

		boolean leads() {
			return this.candidacy.leadership() != null;
		}

		Leadership leadership() {
			@Nullable Leadership current = this.candidacy.leadership();
			assertThat(current).isNotNull();
			return current;
		}

		void close() {
			this.election.close();
			this.member.close();
		}

	}

}
