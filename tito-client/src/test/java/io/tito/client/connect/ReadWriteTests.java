package io.tito.client.connect;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.tito.client.CommitOutcome;
import io.tito.client.CommitOutcome.Protocol;
import io.tito.client.Entry;
import io.tito.client.Scan;
import io.tito.client.Snapshot;
import io.tito.client.Timestamp;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.client.TransactionOptions;
import io.tito.key.Key;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.tito.client.connect.Cluster.committed;
import static io.tito.client.connect.Cluster.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What is written, read back.
 */
class ReadWriteTests {

	@RegisterExtension
	final Cluster cluster = new Cluster();

	private TitoClient client;

	@BeforeEach
	void connect() {
		this.client = this.cluster.connect();
	}

	@Test
	void readsWhatWasCommitted() {
		Key key = this.cluster.key("a");
		Snapshot before = this.client.snapshot();
		this.cluster.write(this.client, key, "1");
		assertThat(text(this.client.get(key))).isEqualTo("1");
		assertThat(text(this.client.snapshot().get(key))).isEqualTo("1");
		assertThat(before.get(key)).isNull();
	}

	@Test
	void givesIncreasingTimestampsToManyThreads() {
		List<Long> values = IntStream.range(0, 2000)
			.parallel()
			.mapToObj((i) -> this.client.timestamp().value())
			.toList();
		assertThat(values).doesNotHaveDuplicates();
		long greatest = values.stream().mapToLong(Long::longValue).max().orElseThrow();
		assertThat(this.client.timestamp().value()).isGreaterThan(greatest);
	}

	@Test
	void givesTimestampsInARowForOneRequest() {
		Timestamp before = this.client.timestamp();
		long requests = this.cluster.count("Tso");
		List<Timestamp> given = this.client.timestamps(TitoClient.MAX_TIMESTAMPS);

		assertThat(this.cluster.count("Tso") - requests).isEqualTo(1);
		assertThat(given).hasSize(TitoClient.MAX_TIMESTAMPS);
		assertThat(given.get(0)).isGreaterThan(before);
		for (int i = 1; i < given.size(); i++) {
			assertThat(given.get(i)).isEqualTo(given.get(i - 1).next());
		}
		assertThat(this.client.timestamp()).isGreaterThan(given.get(given.size() - 1));
	}

	@Test
	void startsOneTransactionThatWritesAtATimestamp() {
		TransactionOptions options = TransactionOptions.defaults().startingAt(this.client.timestamp());
		Transaction first = this.client.begin(options);
		first.put(this.cluster.key("a"), new byte[1]);
		Transaction reading = this.client.begin(options);
		assertThat(reading.get(this.cluster.key("a"))).isNull();
		committed(reading);
		committed(first);

		Transaction second = this.client.begin(options);
		second.put(this.cluster.key("b"), new byte[1]);
		assertThatIllegalStateException().isThrownBy(second::commit)
			.withMessageContaining("Nothing of the second was written");
		Transaction locking = this.client.begin(options.asPessimistic());
		assertThatIllegalStateException().isThrownBy(() -> locking.getForUpdate(this.cluster.key("c")));
		assertThat(this.client.get(this.cluster.key("b"))).isNull();
	}

	@Test
	void refusesToAskForTimestampsThatNobodyNeeds() {
		for (int count : new int[] { 0, TitoClient.MAX_TIMESTAMPS + 1 }) {
			assertThatIllegalArgumentException().isThrownBy(() -> this.client.timestamps(count))
				.withMessage("%d timestamps at once are not possible: ask for 1 to 1024", count);
		}
	}

	@Test
	void seesItsOwnWrites() {
		Key kept = this.cluster.key("kept");
		Key gone = this.cluster.key("gone");
		Key added = this.cluster.key("added");
		this.cluster.write(this.client, kept, "1");
		this.cluster.write(this.client, gone, "2");
		Transaction transaction = this.client.begin();
		transaction.delete(gone);
		transaction.put(added, "3".getBytes());
		transaction.lock(kept);
		assertThat(transaction.get(gone)).isNull();
		assertThat(text(transaction.get(added))).isEqualTo("3");
		assertThat(text(transaction.get(kept))).isEqualTo("1");
		Map<Key, byte[]> all = transaction.getAll(List.of(gone, kept, added));
		assertThat(all.keySet()).containsExactly(kept, added);
		assertThat(keys(transaction.scan(Scan.prefix(this.cluster.key(""))))).containsExactly(added, kept);
	}

	@Test
	void mergesOwnWritesIntoScansOfBothDirectionsUnderALimit() {
		for (int i = 0; i < 20; i += 2) {
			this.cluster.write(this.client, row(i), "stored");
		}
		Transaction transaction = this.client.begin();
		for (int i = 1; i < 20; i += 4) {
			transaction.put(row(i), "own".getBytes());
		}
		transaction.delete(row(0));
		transaction.delete(row(2));
		transaction.delete(row(18));
		Scan all = Scan.prefix(this.cluster.key("row"));
		assertThat(keys(transaction.scan(all.limit(3)))).containsExactly(row(1), row(4), row(5));
		assertThat(keys(transaction.scan(all.reversed().limit(3)))).containsExactly(row(17), row(16), row(14));
		assertThat(transaction.scan(all)).hasSize(12);
		assertThat(transaction.scan(all.withoutValues()).get(0).value()).isEmpty();
	}

	@Test
	void scansMoreThanAPageInBothDirections() {
		int rows = 700;
		Transaction transaction = this.client.begin();
		IntStream.range(0, rows).forEach((i) -> transaction.put(row(i), ("v" + i).getBytes()));
		committed(transaction);
		Snapshot snapshot = this.client.snapshot();
		Scan all = Scan.prefix(this.cluster.key("row"));
		List<Key> expected = IntStream.range(0, rows).mapToObj(this::row).toList();
		assertThat(keys(snapshot.scan(all))).isEqualTo(expected);
		List<Entry> backwards = snapshot.scan(all.reversed());
		assertThat(backwards).hasSize(rows);
		assertThat(backwards.get(0).key()).isEqualTo(row(rows - 1));
		assertThat(text(backwards.get(rows - 1).value())).isEqualTo("v0");
		assertThat(snapshot.scan(all.limit(300))).hasSize(300);
		assertThat(snapshot.scan(all.withoutValues()).get(5).value()).isEmpty();
	}

	@Test
	void readsRowsTooLargeForOneAnswer() {
		int rows = 20;
		byte[] large = new byte[5 << 20];
		large[0] = 1;
		for (int i = 0; i < rows; i++) {
			Transaction transaction = this.client.begin();
			transaction.put(row(i), large);
			committed(transaction);
		}
		assertThat(this.client.snapshot().scan(Scan.prefix(this.cluster.key("row")))).hasSize(rows)
			.allMatch((entry) -> entry.value().length == large.length);
		assertThat(this.cluster.count("KvScan")).isGreaterThan(2);
		assertThat(this.client.snapshot().getAll(IntStream.range(0, rows).mapToObj(this::row).toList())).hasSize(rows);
		assertThat(this.cluster.count("KvBatchGet")).isGreaterThan(2);
		assertThat(this.client.timestamp().value()).isPositive();
	}

	@Test
	void readsManyKeysInTheOrderAsked() {
		this.cluster.write(this.client, row(1), "1");
		this.cluster.write(this.client, row(3), "3");
		Map<Key, byte[]> found = this.client.snapshot().getAll(List.of(row(3), row(2), row(1)));
		assertThat(found.keySet()).containsExactly(row(3), row(1));
	}

	@Test
	void needsTwoTimestampsAndOnePrewriteForASmallTransaction() {
		Key key = this.cluster.key("a");
		this.cluster.write(this.client, key, "0");
		long timestamps = this.cluster.count("Tso");
		long prewrites = this.cluster.count("KvPrewrite");
		long commits = this.cluster.count("KvCommit");
		Transaction transaction = this.client.begin();
		transaction.timestamp();
		transaction.put(key, "1".getBytes());
		transaction.put(this.cluster.key("b"), "1".getBytes());
		assertThat(committed(transaction).protocol()).isEqualTo(Protocol.ONE_PHASE);
		assertThat(this.cluster.count("Tso") - timestamps).isEqualTo(2);
		assertThat(this.cluster.count("KvPrewrite") - prewrites).isEqualTo(1);
		assertThat(this.cluster.count("KvCommit") - commits).isZero();
	}

	@Test
	void asksNobodyWhenNothingWasWritten() {
		Transaction transaction = this.client.begin();
		Timestamp start = transaction.timestamp();
		Map<String, Long> before = this.cluster.faults().requests();
		CommitOutcome.Committed outcome = committed(transaction);
		assertThat(outcome).isEqualTo(new CommitOutcome.Committed(start, Protocol.READ_ONLY));
		assertThat(this.cluster.faults().requests()).isEqualTo(before);
	}

	@Test
	void commitsLocksAndPutsTogether() {
		Key locked = this.cluster.key("locked");
		Key written = this.cluster.key("written");
		Transaction alone = this.client.begin();
		alone.lock(locked);
		assertThat(committed(alone).protocol()).isEqualTo(Protocol.ONE_PHASE);
		Transaction mixed = this.client.begin();
		mixed.lock(locked);
		mixed.put(written, "1".getBytes());
		assertThat(committed(mixed).protocol()).isEqualTo(Protocol.ONE_PHASE);
		assertThat(this.client.get(locked)).isNull();
	}

	@Test
	void refusesWhatTwoTransactionsWrite() {
		Key key = this.cluster.key("a");
		Transaction first = this.client.begin();
		Transaction second = this.client.begin();
		second.timestamp();
		first.put(key, "1".getBytes());
		second.put(key, "2".getBytes());
		committed(first);
		CommitOutcome outcome = second.commit();
		assertThat(outcome).isEqualTo(new CommitOutcome.Conflict(key, ((CommitOutcome.Conflict) outcome).other()));
		assertThat(text(this.client.get(key))).isEqualTo("1");
	}

	@Test
	void conflictsWithALockOfAnother() {
		Key guard = this.cluster.key("guard");
		Transaction guarding = this.client.begin();
		guarding.lock(guard);
		Transaction writing = this.client.begin();
		writing.timestamp();
		writing.put(guard, "1".getBytes());
		committed(guarding);
		assertThat(writing.commit()).isInstanceOf(CommitOutcome.Conflict.class);
	}

	@Test
	void refusesAnInsertOfAKeyThatExists() {
		Key key = this.cluster.key("a");
		this.cluster.write(this.client, key, "1");
		Transaction transaction = this.client.begin();
		transaction.insert(key, "2".getBytes());
		transaction.put(this.cluster.key("b"), "2".getBytes());
		assertThat(transaction.commit()).isEqualTo(new CommitOutcome.KeyExists(key));
		assertThat(this.client.get(this.cluster.key("b"))).isNull();
	}

	@Test
	void refusesTheSecondInsertOfATransaction() {
		Key key = this.cluster.key("a");
		Transaction transaction = this.client.begin();
		transaction.insert(key, "1".getBytes());
		transaction.insert(key, "2".getBytes());
		assertThat(transaction.commit()).isEqualTo(new CommitOutcome.KeyExists(key));
		assertThat(this.client.get(key)).isNull();
	}

	@Test
	void insertsAgainWhatItDeleted() {
		Key key = this.cluster.key("a");
		this.cluster.write(this.client, key, "1");
		Transaction transaction = this.client.begin();
		transaction.delete(key);
		transaction.insert(key, "2".getBytes());
		committed(transaction);
		assertThat(text(this.client.get(key))).isEqualTo("2");
	}

	@Test
	void stillChecksAKeyThatItInsertedAndDeleted() {
		Key key = this.cluster.key("a");
		Transaction harmless = this.client.begin();
		harmless.insert(key, "1".getBytes());
		harmless.delete(key);
		committed(harmless);
		this.cluster.write(this.client, key, "1");
		Transaction refused = this.client.begin();
		refused.insert(key, "2".getBytes());
		refused.delete(key);
		refused.put(this.cluster.key("b"), "2".getBytes());
		assertThat(refused.commit()).isEqualTo(new CommitOutcome.KeyExists(key));
		assertThat(text(this.client.get(key))).isEqualTo("1");
	}

	private Key row(int number) {
		return this.cluster.key("row%05d".formatted(number));
	}

	private static List<Key> keys(List<Entry> entries) {
		return entries.stream().map(Entry::key).toList();
	}

}
