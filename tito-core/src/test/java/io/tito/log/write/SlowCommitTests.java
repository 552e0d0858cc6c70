package io.tito.log.write;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.tito.client.CommitOutcome;
import io.tito.client.Entry;
import io.tito.client.Scan;
import io.tito.client.StoreUnavailableException;
import io.tito.client.Timestamp;
import io.tito.client.Transaction;
import io.tito.embedded.fault.FaultAction;
import io.tito.key.Key;
import io.tito.log.Announcement;
import io.tito.log.LogFixture;
import io.tito.log.Position;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tikv.kvproto.Kvrpcpb.KeyError;
import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Commits that are held between base and commit timestamp by the oracle's clock.
 */
class SlowCommitTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private LogFixture log;

	@BeforeEach
	void prepare() {
		this.log = new LogFixture(cluster);
	}

	@Test
	void announcesNothingForAPromptCommit() {
		Transaction transaction = this.log.client().begin();
		this.log.append(transaction, "ann", "prompt");
		this.log.commit(transaction);

		assertThat(cluster.rows("late:")).isEmpty();
		assertThat(this.log.payloads()).containsExactly("prompt");
	}

	@Test
	void announcesASlowCommitBeforeItsEventsCanBeSeen() {
		Transaction transaction = delayed(Duration.ofMillis(500));
		this.log.append(transaction, "ann", "1");
		this.log.append(transaction, "bob", "2");
		Timestamp commit = this.log.commit(transaction);

		Entry row = cluster.rows("late:").get(0);
		assertThat(Announcement.decode(row.key(), row.value()).events())
			.containsExactlyInAnyOrderElementsOf(this.log.eventRows().stream().map(Entry::key).toList())
			.hasSize(2);
		// a one-phase commit may have the timestamp that the oracle gives next
		assertThat(scan(commit, "late:")).hasSize(1);
		assertThat(scan(commit.previous(), "event:")).isEmpty();
		assertThat(cluster.rows("late:")).hasSize(1);
	}

	@Test
	void namesBaseAndStartInTheKeyOfAnAnnouncement() {
		Transaction transaction = delayed(Duration.ofMillis(500));
		this.log.append(transaction, "ann", "1");
		Timestamp start = transaction.timestamp();
		this.log.commit(transaction);

		String key = cluster.rows("late:").get(0).key().text();
		String position = this.log.keys.position(this.log.eventRows().get(0).key()).text();
		String[] segments = key.split(":");
		Timestamp base = new Timestamp(Long.parseLong(segments[3]));
		assertThat(segments[4]).isEqualTo("%020d".formatted(start.value()));
		assertThat(position)
			.startsWith(Position.of(base.physical(), EventIds.position(base, 0)).text().substring(0, 15 + 1 + 24));
	}

	@Test
	void refusesACommitBeyondTheMost() {
		Transaction transaction = delayed(Duration.ofSeconds(61));
		this.log.append(transaction, "ann", "never");

		assertThat(transaction.commit()).isInstanceOf(CommitOutcome.Aborted.class);
		assertThat(this.log.payloads()).isEmpty();
		assertThat(this.log.signals).isEmpty();
	}

	@Test
	void announcesNoEventThatIsDueLaterThanAnyCommit() {
		Instant later = this.log.in(Duration.ofHours(2));
		Transaction transaction = delayed(Duration.ofMillis(500));
		this.log.writer.append(transaction, LogFixture.event("ann", "later", later));
		this.log.commit(transaction);

		assertThat(this.log.payloads()).containsExactly("later");
		assertThat(cluster.rows("late:")).isEmpty();
	}

	@Test
	void rollsBackWhatCannotBeAnnounced() {
		cluster.faults()
			.onEvery("KvPrewrite",
					(message) -> ((PrewriteRequest) message).getPrimaryLock()
						.toString(StandardCharsets.UTF_8)
						.contains(":late:"),
					FaultAction.keyError(KeyError.newBuilder().setAbort("on purpose").build()));
		Transaction transaction = delayed(Duration.ofMillis(500));
		this.log.append(transaction, "ann", "never");

		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(transaction::commit)
			.withMessageContaining("could not be announced");
		assertThat(this.log.payloads()).isEmpty();
		assertThat(this.log.signals).isEmpty();
	}

	/**
	 * A transaction whose commit begins, and then finds that time has passed.
	 */
	private Transaction delayed(Duration delay) {
		Transaction transaction = this.log.client().begin();
		transaction.onCommit((base, writes) -> cluster.pass(delay));
		return transaction;
	}

	private List<Entry> scan(Timestamp at, String prefix) {
		return this.log.client().snapshot(at).scan(Scan.prefix(Key.of(cluster.namespace().name() + ":" + prefix)));
	}

}
