package io.tito.gc;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

import io.tito.client.ClientListener;
import io.tito.client.ClientSettings;
import io.tito.client.CollectionRound;
import io.tito.client.CommitOutcome;
import io.tito.client.CorruptedDataException;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.client.TransactionOptions;
import io.tito.client.connect.TitoConnector;
import io.tito.cluster.ClusterMember;
import io.tito.cluster.ClusterSettings;
import io.tito.embedded.EmbeddedTikv;
import io.tito.embedded.fault.FaultAction;
import io.tito.gc.CollectionSettings.Mode;
import io.tito.key.Key;
import io.tito.key.Namespace;
import io.tito.lease.LeaderElection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tikv.kvproto.Kvrpcpb.KeyError;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Whether, by whom and how old versions are collected. Each test has a cluster of its
 * own: its safe point belongs to the whole cluster.
 */
class CollectionJobTests {

	/** Kept here, or its level would be forgotten with it. */
	private static final Logger TRANSPORT = Logger.getLogger("org.tikv.shade.io.grpc");

	static {
		TRANSPORT.setLevel(Level.OFF);
	}

	private final EmbeddedTikv server = EmbeddedTikv.builder().start();

	private final TitoClient client = TitoConnector.connect(new ClientSettings(List.of(this.server.address()),
			Duration.ofSeconds(60), Duration.ofSeconds(10), ClientListener.NONE));

	private final Namespace namespace = new Namespace("test");

	@AfterEach
	void close() {
		this.server.faults().clear();
		this.client.close();
		this.server.close();
	}

	@Test
	void theLeaderCollectsAndEveryInstanceCanSeeIt() {
		Instance one = new Instance("one", Mode.AUTO);
		Instance two = new Instance("two", Mode.AUTO);
		pass(Duration.ofHours(1));
		one.join();
		two.join();
		assertThat(two.job.runOnce()).isNull();
		CollectionRound round = one.job.runOnce();
		assertThat(round).isNotNull();
		assertThat(round.advanced()).isTrue();
		CollectionStatus status = two.job.status();
		assertThat(status.collects()).isTrue();
		assertThat(status.reason()).isEqualTo("nobody else collects on this cluster");
		assertThat(status.instance()).isEqualTo(one.member.self());
		assertThat(status.safePoint()).isEqualTo(round.safePoint());
		assertThat(status.lastRun()).isNotNull();
		assertThat(status.failure()).isEmpty();
	}

	@Test
	void goesOnWhenTheLeaderChanges() {
		Instance one = new Instance("one", Mode.AUTO);
		Instance two = new Instance("two", Mode.AUTO);
		pass(Duration.ofHours(1));
		one.join();
		one.job.runOnce();
		one.job.close();
		pass(Duration.ofMinutes(20));
		two.join();
		CollectionRound round = two.job.runOnce();
		assertThat(round).as("what this application announced is not somebody else's").isNotNull();
		assertThat(round.advanced()).isTrue();
	}

	@Test
	void leavesCollectionToTidb() {
		Transaction transaction = this.client.begin();
		transaction.put(TidbCheck.databases().append("h-a-database"), new byte[] { 1 });
		assertThat(transaction.commit()).isInstanceOf(CommitOutcome.Committed.class);
		Instance one = new Instance("one", Mode.AUTO);
		pass(Duration.ofHours(1));
		one.join();
		assertThat(one.job.runOnce()).isNull();
		assertThat(one.job.status().collects()).isFalse();
		assertThat(one.job.status().reason()).contains("TiDB");
		assertThat(count("UpdateGCSafePoint")).isZero();
	}

	@Test
	void knowsTheKeysOfTidb() {
		assertThat(TidbCheck.databases().bytes()).containsExactly('m', 'D', 'B', 's', 0, 0, 0, 0, 0, 0xfa);
	}

	@Test
	void leavesCollectionToWhoeverElseCollectsUntilThatOneStops() {
		pass(Duration.ofHours(1));
		this.client.garbageCollector().collect(Duration.ofMinutes(10));
		Instance one = new Instance("one", Mode.AUTO);
		one.join();
		assertThat(one.job.runOnce()).isNull();
		assertThat(one.job.status().reason()).startsWith("another collector has moved the safe point to ");
		pass(Duration.ofMinutes(20));
		this.client.garbageCollector().collect(Duration.ofMinutes(10));
		one.join();
		assertThat(one.job.runOnce()).isNull();
		pass(Duration.ofMinutes(29));
		one.join();
		assertThat(one.job.runOnce()).isNull();
		pass(Duration.ofMinutes(2));
		one.join();
		assertThat(one.job.runOnce()).isNotNull();
		assertThat(one.job.status().reason()).isEqualTo("the collector that was here before has stopped");
	}

	@Test
	void collectsBesideOthersIfToldTo() {
		pass(Duration.ofHours(1));
		this.client.garbageCollector().collect(Duration.ofMinutes(10));
		pass(Duration.ofMinutes(5));
		Instance one = new Instance("one", Mode.TRUE);
		one.join();
		assertThat(one.job.runOnce()).isNotNull();
		assertThat(one.job.status().reason()).isEqualTo("switched on by configuration");
	}

	@Test
	void neverCollectsIfToldNotTo() {
		Instance one = new Instance("one", Mode.FALSE);
		one.member.heartbeat();
		one.job.start();
		one.election.runOnce();
		assertThat(one.job.runOnce()).isNull();
		assertThat(one.election.leader(CollectionJob.LEASE)).isEmpty();
	}

	@Test
	void aRoundThatFailedIsReportedAndTakenUpAgain() {
		Instance one = new Instance("one", Mode.AUTO);
		pass(Duration.ofHours(1));
		one.join();
		leaveALock();
		pass(Duration.ofHours(1));
		one.join();
		this.server.faults()
			.onNext("KvResolveLock", FaultAction.keyError(KeyError.newBuilder().setAbort("OnPurpose").build()));
		assertThatExceptionOfType(CorruptedDataException.class).isThrownBy(one.job::runOnce);
		assertThat(one.job.status().failure()).contains("OnPurpose");
		pass(Duration.ofMinutes(10));
		one.join();
		CollectionRound round = one.job.runOnce();
		assertThat(round).as("the announcement of the round before is its own").isNotNull();
		assertThat(round.advanced()).isTrue();
		assertThat(one.job.status().failure()).isEmpty();
	}

	@Test
	void anInstanceThatIsNoLongerTheLeaderCollectsNothing() {
		Instance one = new Instance("one", Mode.AUTO);
		Instance two = new Instance("two", Mode.AUTO);
		pass(Duration.ofHours(1));
		one.join();
		FaultAction.Hold hold = FaultAction.holdBefore();
		this.server.faults().onNext("GetGCSafePoint", hold);
		Thread late = new Thread(one.job::runOnce, "late");
		late.start();
		hold.awaitArrival(Duration.ofSeconds(30));
		pass(Duration.ofSeconds(20));
		two.join();
		hold.release();
		join(late);
		assertThat(two.job.status().instance()).as("nothing was stored by the old leader").isEmpty();
		assertThat(count("UpdateGCSafePoint")).isZero();
	}

	@Test
	void startsWithTheLeadershipAndStopsInTheMiddleOfARound() throws Exception {
		Instance one = new Instance("one", Mode.AUTO);
		pass(Duration.ofHours(1));
		one.member.heartbeat();
		FaultAction.Hold scan = FaultAction.holdBefore();
		this.server.faults().onNext("KvScanLock", scan);
		one.job.start();
		one.election.runOnce();
		scan.awaitArrival(Duration.ofSeconds(30));
		CountDownLatch closed = new CountDownLatch(1);
		new Thread(() -> {
			one.job.close();
			closed.countDown();
		}).start();
		assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
		scan.release();
		assertThat(one.election.leader(CollectionJob.LEASE)).isEmpty();
		assertThat(count("UpdateGCSafePoint")).isZero();
	}

	@Test
	void refusesSettingsThatWouldHurt() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new CollectionSettings(Mode.AUTO, Duration.ofMinutes(1), Duration.ofMinutes(1)));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new CollectionSettings(Mode.AUTO, Duration.ofMinutes(10), Duration.ZERO));
	}

	private void leaveALock() {
		FaultAction.Hold commit = FaultAction.holdBefore();
		this.server.faults().onEvery("KvCommit", (request) -> true, commit);
		Thread dying = new Thread(() -> {
			try (TitoClient other = TitoConnector.connect(ClientSettings.of(this.server.address()))) {
				Transaction transaction = other
					.begin(TransactionOptions.defaults().fastest(CommitOutcome.Protocol.TWO_PHASE));
				transaction.put(Key.of("test:locked"), new byte[] { 1 });
				transaction.commit();
			}
		}, "dying");
		dying.setDaemon(true);
		dying.start();
		commit.awaitArrival(Duration.ofSeconds(30));
	}

	private long count(String rpc) {
		return this.server.faults().requests().getOrDefault(rpc, 0L);
	}

	private void pass(Duration time) {
		this.server.faults().advanceClock(time);
		this.client.timestamp();
	}

	private static void join(Thread thread) {
		try {
			thread.join(30_000);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		assertThat(thread.isAlive()).isFalse();
	}

	private final class Instance {

		final ClusterMember member;

		final LeaderElection election;

		final CollectionJob job;

		private boolean standing;

		Instance(String name, Mode mode) {
			TitoClient client = CollectionJobTests.this.client;
			Namespace namespace = CollectionJobTests.this.namespace;
			this.member = new ClusterMember(client, namespace, name, ClusterSettings.DEFAULTS);
			this.election = new LeaderElection(client, namespace, this.member, ClusterSettings.DEFAULTS);
			this.job = new CollectionJob(client, namespace, this.election,
					new CollectionSettings(mode, Duration.ofMinutes(10), Duration.ofMinutes(10)));
		}

		void join() {
			this.member.heartbeat();
			if (!this.standing) {
				this.standing = true;
				this.job.stand(() -> {
				});
			}
			this.election.runOnce();
		}

	}

}
