package io.tito.client.connect;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.tito.client.CollectionRound;
import io.tito.client.CommitOutcome;
import io.tito.client.SafePointHold;
import io.tito.client.Scan;
import io.tito.client.Snapshot;
import io.tito.client.SnapshotTooOldException;
import io.tito.client.Timestamp;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.client.TransactionOptions;
import io.tito.embedded.fault.FaultAction;
import io.tito.key.Key;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.tito.client.connect.Cluster.PATIENCE;
import static io.tito.client.connect.Cluster.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What lies below the safe point cannot be read, and can be held before.
 */
class SafePointTests {

	private static final Duration LIFE = Duration.ofMinutes(10);

	@RegisterExtension
	final Cluster cluster = new Cluster();

	private TitoClient collector;

	private TitoClient reader;

	@BeforeEach
	void connect() {
		this.collector = this.cluster.connect();
		this.reader = this.cluster.connect();
	}

	@Test
	void refusesSnapshotsBelowIt() {
		Timestamp old = this.reader.timestamp();
		passAndCollect();
		assertThatExceptionOfType(SnapshotTooOldException.class).isThrownBy(() -> this.reader.snapshot(old))
			.withMessageContaining(old.instant().toString())
			.withMessageContaining("hold");
		assertThatExceptionOfType(SnapshotTooOldException.class)
			.isThrownBy(() -> this.reader.begin(TransactionOptions.defaults().startingAt(old)));
		Timestamp oldest = this.collector.garbageCollector().safePoints().collected();
		assertThat(this.reader.snapshot(oldest).get(key())).isNull();
	}

	@Test
	void noReadOfAnOldSnapshotIsAnsweredFromWhatIsLeft() {
		this.cluster.write(this.collector, key(), "old");
		Snapshot snapshot = this.reader.snapshot();
		this.cluster.write(this.collector, key(), "new");
		assertThat(text(snapshot.get(key()))).isEqualTo("old");
		passAndCollect();
		assertThatExceptionOfType(SnapshotTooOldException.class).isThrownBy(() -> snapshot.get(key()));
		assertThatExceptionOfType(SnapshotTooOldException.class).isThrownBy(() -> snapshot.getAll(List.of(key())));
		assertThatExceptionOfType(SnapshotTooOldException.class).isThrownBy(() -> snapshot.scan(Scan.prefix(key())));
	}

	@Test
	void aTransactionThatTookTooLongCannotReadOrCommit() {
		Transaction transaction = this.reader.begin();
		assertThat(transaction.get(key())).isNull();
		transaction.put(key(), new byte[] { 1 });
		passAndCollect();
		assertThatExceptionOfType(SnapshotTooOldException.class)
			.isThrownBy(() -> transaction.get(this.cluster.key("other")));
		CommitOutcome outcome = transaction.commit();
		assertThat(outcome).isInstanceOf(CommitOutcome.Aborted.class);
		assertThat(((CommitOutcome.Aborted) outcome).reason()).contains("safe point").contains("run it again");
		assertThat(this.reader.get(key())).isNull();
	}

	@Test
	void whatWasWrittenOnceCanBeReadBelowIt() {
		this.cluster.write(this.collector, key(), "once");
		Timestamp old = this.reader.timestamp();
		passAndCollect();
		Snapshot snapshot = this.reader.snapshotBelowSafePoint(old);
		assertThat(text(snapshot.get(key()))).isEqualTo("once");
		assertThat(snapshot.getAll(List.of(key()))).hasSize(1);
		assertThat(snapshot.scan(Scan.prefix(key()))).hasSize(1);
	}

	@Test
	void isNotAskedForWhileTimestampsAreRecent() {
		this.cluster.write(this.reader, key(), "value");
		Snapshot snapshot = this.reader.snapshot();
		snapshot.get(key());
		snapshot.scan(Scan.prefix(key()));
		this.reader.snapshot(snapshot.timestamp()).getAll(List.of(key()));
		this.reader.get(key());
		assertThat(this.cluster.count("GetGCSafePoint")).isZero();
	}

	@Test
	void isAskedForOnceForManyReadsOfTheSameOldSnapshot() {
		Snapshot snapshot = this.reader.snapshot();
		this.cluster.faults().advanceClock(Duration.ofMinutes(5));
		this.reader.timestamp();
		for (int i = 0; i < 10; i++) {
			snapshot.get(key());
		}
		assertThat(this.cluster.count("GetGCSafePoint")).isEqualTo(1);
	}

	@Test
	void aHoldKeepsWhatASnapshotSees() {
		this.cluster.write(this.collector, key(), "old");
		Timestamp at = this.reader.timestamp();
		CollectionRound held;
		try (SafePointHold hold = this.reader.hold("report", at, Duration.ofHours(1))) {
			this.cluster.write(this.collector, key(), "new");
			assertThat(hold.isHeld()).isTrue();
			assertThat(hold.timestamp()).isEqualTo(at);
			held = passAndCollect();
			assertThat(text(this.reader.snapshot(at).get(key()))).isEqualTo("old");
		}
		assertThat(held.safePoint()).isEqualTo(at);
		assertThat(held.heldBy()).startsWith("tito-report-");
		CollectionRound free = this.collector.garbageCollector().collect(LIFE);
		assertThat(free.heldBy()).isNull();
		assertThat(free.safePoint()).isGreaterThan(at);
		assertThat(this.cluster.faults().dumpMvcc(key().bytes()).writes()).hasSize(1);
	}

	@Test
	void aHoldThatComesTooLateIsRefused() {
		Timestamp old = this.reader.timestamp();
		passAndCollect();
		assertThatExceptionOfType(SnapshotTooOldException.class)
			.isThrownBy(() -> this.reader.hold("late", old, Duration.ofMinutes(1)))
			.withMessageContaining("'late'");
		this.cluster.faults().advanceClock(Duration.ofMinutes(1));
		assertThat(this.collector.garbageCollector().collect(LIFE).heldBy()).isNull();
	}

	@Test
	void aHoldIsRenewed() throws Exception {
		CountDownLatch renewed = new CountDownLatch(1);
		try (SafePointHold hold = this.reader.hold("report", this.reader.timestamp(), Duration.ofSeconds(3))) {
			this.cluster.faults().onNext("UpdateServiceGCSafePoint", FaultAction.after(renewed::countDown));
			assertThat(renewed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
			assertThat(hold.isHeld()).isTrue();
		}
	}

	@Test
	void aHoldThatRanOutAtPdIsOver() throws Exception {
		SafePointHold hold = this.reader.hold("report", this.reader.timestamp(), Duration.ofSeconds(3));
		assertThat(passAndCollect().heldBy()).isNull();
		CountDownLatch next = new CountDownLatch(1);
		this.cluster.faults().onNext("UpdateServiceGCSafePoint", FaultAction.after(next::countDown));
		assertThat(next.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("renewed").isTrue();
		hold.close();
		assertThat(hold.isHeld()).isFalse();
		assertThat(this.cluster.count("UpdateServiceGCSafePoint")).as("hold, round, renewal; nothing to remove")
			.isEqualTo(3);
	}

	@Test
	void aHoldIsNamedAndLastsAWhile() {
		Timestamp now = this.reader.timestamp();
		assertThatIllegalArgumentException().isThrownBy(() -> this.reader.hold("a:b", now, LIFE));
		assertThatIllegalArgumentException().isThrownBy(() -> this.reader.hold("short", now, Duration.ofSeconds(2)))
			.withMessageContaining("PT3S");
		assertThat(this.cluster.count("UpdateServiceGCSafePoint")).isZero();
	}

	private Key key() {
		return this.cluster.key("key");
	}

	private CollectionRound passAndCollect() {
		this.cluster.faults().advanceClock(Duration.ofMinutes(30));
		this.reader.timestamp();
		return this.collector.garbageCollector().collect(LIFE);
	}

}
