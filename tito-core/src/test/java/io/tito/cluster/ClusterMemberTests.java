package io.tito.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.tito.client.Transaction;
import io.tito.embedded.fault.FaultAction;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tikv.kvproto.Kvrpcpb.KeyError;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ClusterMemberTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private final AtomicLong nanos = new AtomicLong();

	@Test
	void seesThoseThatHaveRegistered() {
		ClusterMember one = member("one");
		ClusterMember two = member("two");
		ClusterMember three = member("three");
		two.listen("order", "shipping");
		List.of(one, two, three).forEach(ClusterMember::heartbeat);
		List.of(one, two, three).forEach(ClusterMember::refresh);

		assertThat(instances(one)).containsExactly(one.self(), three.self(), two.self());
		assertThat(two.members()).isEqualTo(one.members());
		assertThat(one.members().get(2)).isEqualTo(new Member(two.self(), Map.of("order/shipping", Member.NO_SEAT)));
		assertThat(one.members().get(2).listensTo("order", "shipping")).isTrue();
		assertThat(one.members().get(1).listensTo("order", "shipping")).isFalse();
		assertThat(one.isLive()).isTrue();
		assertThat(one.isLive(two.self())).isTrue();
	}

	@Test
	void keepsItsSeatWhileOthersComeAndGoAndWhenItIsStartedAgain() {
		List<ClusterMember> members = List.of(member("one"), member("two"), member("three"));
		members.forEach((member) -> member.listen("order", "shipping"));
		beat(members);
		beat(members);
		Map<String, Integer> seats = Member.seats(members.get(0).members(), "order", "shipping");
		assertThat(seats.values()).containsExactlyInAnyOrder(0, 1, 2);

		ClusterMember again = member("two");
		again.listen("order", "shipping");
		again.heartbeat();
		again.refresh();
		assertThat(Member.seats(again.members(), "order", "shipping"))
			.containsEntry(again.self(), seats.get(members.get(1).self()))
			.containsEntry(members.get(2).self(), seats.get(members.get(2).self()));
	}

	@Test
	void isNotLiveBeforeItHasRegistered() {
		ClusterMember one = member("one");
		one.refresh();

		assertThat(one.isLive()).isFalse();
		assertThat(one.isLive(one.self())).isFalse();
		assertThat(one.members()).isEmpty();
	}

	@Test
	void dropsAMemberWhoseSessionIsOver() {
		ClusterMember one = member("one");
		ClusterMember two = member("two");
		one.heartbeat();
		two.heartbeat();
		cluster.faults().advanceClock(Duration.ofSeconds(14));
		one.heartbeat();
		one.refresh();
		assertThat(instances(one)).containsExactly(one.self(), two.self());

		cluster.faults().advanceClock(Duration.ofSeconds(2));
		one.refresh();

		assertThat(instances(one)).containsExactly(one.self());
		assertThat(one.isLive(two.self())).isFalse();
	}

	@Test
	void stopsBeforeItsSessionEndsWhileItCannotRenew() {
		ClusterMember one = member("one");
		one.heartbeat();
		this.nanos.addAndGet(Duration.ofSeconds(12).toNanos() - 1);
		assertThat(one.isLive()).isTrue();

		this.nanos.addAndGet(1);
		assertThat(one.isLive()).isFalse();

		one.heartbeat();
		assertThat(one.isLive()).isTrue();
	}

	@Test
	void doesNotCountARenewalThatFailed() {
		ClusterMember one = member("one");
		one.heartbeat();
		this.nanos.addAndGet(Duration.ofSeconds(11).toNanos());
		cluster.faults()
			.onNext("KvPrewrite", FaultAction.keyError(KeyError.newBuilder().setAbort("on purpose").build()));

		assertThat(one.heartbeat()).isFalse();
		this.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
		assertThat(one.isLive()).isFalse();
	}

	@Test
	void countsTheSessionFromBeforeTheRequest() {
		AtomicInteger calls = new AtomicInteger();
		ClusterMember slow = new ClusterMember(cluster.client(), cluster.namespace(), "slow", ClusterSettings.DEFAULTS,
				() -> Duration.ofSeconds(12).toNanos() * calls.getAndIncrement());
		slow.heartbeat();

		assertThat(slow.isLive()).isFalse();
	}

	@Test
	void endsTheOldIncarnationOfANameAtOnce() {
		ClusterMember old = member("one");
		ClusterMember other = member("two");
		AtomicInteger changes = new AtomicInteger();
		old.onChange(changes::incrementAndGet);
		old.heartbeat();
		other.heartbeat();
		old.refresh();
		int before = changes.get();
		ClusterMember restarted = member("one");
		restarted.heartbeat();
		other.refresh();

		assertThat(restarted.self()).startsWith("one@").isNotEqualTo(old.self());
		assertThat(instances(other)).containsExactly(restarted.self(), other.self());
		assertThat(other.isLive(old.self())).isFalse();

		assertThat(old.heartbeat()).isFalse();
		assertThat(old.isLive()).isFalse();
		assertThat(changes.get()).isEqualTo(before + 1);

		restarted.close();
		assertThat(old.heartbeat()).as("over for good").isFalse();
		assertThat(old.isLive()).isFalse();
		other.refresh();
		assertThat(instances(other)).containsExactly(other.self());
	}

	@Test
	void findsItsSuccessorWhenItLooksAtTheMembers() {
		ClusterMember old = member("one");
		old.heartbeat();
		ClusterMember restarted = member("one");
		restarted.heartbeat();
		old.refresh();

		assertThat(old.isLive()).isFalse();
		old.close();
		restarted.refresh();
		assertThat(instances(restarted)).containsExactly(restarted.self());
	}

	@Test
	void comesBackAfterAPauseIfNobodyTookItsName() {
		ClusterMember one = member("one");
		ClusterMember two = member("two");
		one.heartbeat();
		String before = one.self();
		cluster.faults().advanceClock(Duration.ofMinutes(1));
		this.nanos.addAndGet(Duration.ofMinutes(1).toNanos());
		two.heartbeat();
		two.refresh();
		assertThat(instances(two)).containsExactly(two.self());
		assertThat(one.isLive()).isFalse();

		assertThat(one.heartbeat()).isTrue();
		two.refresh();
		assertThat(one.self()).isEqualTo(before);
		assertThat(instances(two)).containsExactly(one.self(), two.self());
	}

	@Test
	void isGoneForOthersOnceItIsClosed() {
		ClusterMember one = member("one");
		ClusterMember two = member("two");
		one.start();
		two.start();
		one.refresh();
		assertThat(instances(one)).containsExactly(one.self(), two.self());
		String before = two.self();
		two.close();
		one.refresh();
		assertThat(instances(one)).containsExactly(one.self());
		assertThat(two.isLive()).isFalse();

		two.start();
		assertThat(two.self()).isNotEqualTo(before);
		assertThat(two.isLive()).isTrue();
		assertThat(instances(two)).containsExactly(one.self(), two.self());
		two.close();
		one.close();
		assertThat(cluster.rows("member:")).isEmpty();
	}

	@Test
	void tellsOfChangesOnly() {
		ClusterMember one = member("one");
		AtomicInteger changes = new AtomicInteger();
		one.onChange(() -> {
			throw new IllegalStateException("on purpose");
		});
		one.onChange(changes::incrementAndGet);
		one.heartbeat();
		one.refresh();
		one.heartbeat();
		one.refresh();
		assertThat(changes).hasValue(1);

		member("two").heartbeat();
		one.refresh();
		assertThat(changes).hasValue(2);
	}

	@Test
	void lookedAfterByItsThreadOnceStarted() throws Exception {
		ClusterMember one = new ClusterMember(cluster.client(), cluster.namespace(), "one",
				new ClusterSettings(Duration.ofSeconds(15), Duration.ofMillis(20)));
		ClusterMember two = member("two");
		CountDownLatch seen = new CountDownLatch(1);
		CountDownLatch subscribed = new CountDownLatch(1);
		one.start();
		one.onChange(() -> {
			if (one.members().size() == 2) {
				seen.countDown();
			}
			if (one.members().stream().anyMatch((member) -> member.listensTo("order", "audit"))) {
				subscribed.countDown();
			}
		});
		two.heartbeat();
		assertThat(seen.await(10, TimeUnit.SECONDS)).isTrue();
		one.listen("order", "audit");
		assertThat(subscribed.await(10, TimeUnit.SECONDS)).isTrue();
		one.close();
	}

	@Test
	void removesRowsOfInstancesThatNeverCameBack() {
		member("gone").heartbeat();
		cluster.faults().advanceClock(Duration.ofMinutes(6));
		ClusterMember one = member("one");
		one.heartbeat();
		one.refresh();
		assertThat(cluster.rows("member:")).hasSize(1);
	}

	@Test
	void doesNotCountADamagedRow() {
		Transaction transaction = cluster.client().begin();
		transaction.put(cluster.namespace().key("member", "broken"), new byte[] { 9 });
		transaction.commit();
		ClusterMember one = member("one");
		one.heartbeat();
		one.refresh();

		assertThat(instances(one)).containsExactly(one.self());
	}

	@Test
	void refusesANameThatCannotBeInAKey() {
		assertThatIllegalArgumentException().isThrownBy(() -> member("a@b")).withMessageContaining("instance name");
	}

	private static void beat(List<ClusterMember> members) {
		members.forEach(ClusterMember::heartbeat);
		members.forEach(ClusterMember::refresh);
	}

	private ClusterMember member(String name) {
		return new ClusterMember(cluster.client(), cluster.namespace(), name, ClusterSettings.DEFAULTS,
				this.nanos::get);
	}

	private static List<String> instances(ClusterMember member) {
		return member.members().stream().map(Member::instance).toList();
	}

}
