package io.tito.log.write;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import io.tito.annotation.Operation;
import io.tito.client.Entry;
import io.tito.client.Timestamp;
import io.tito.client.Transaction;
import io.tito.embedded.fault.FaultAction;
import io.tito.key.Key;
import io.tito.log.EventCodec;
import io.tito.log.EventId;
import io.tito.log.EventRefusedException;
import io.tito.log.LogFixture;
import io.tito.log.Partitioner;
import io.tito.log.StoredEvent;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EventWriterTests {

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private LogFixture log;

	@BeforeEach
	void prepare() {
		this.log = new LogFixture(cluster);
	}

	@Test
	void keepsTheOrderOfATransactionsEvents() {
		Transaction transaction = this.log.client().begin();
		List<String> payloads = IntStream.range(0, 300).mapToObj(Integer::toString).toList();
		payloads.forEach((payload) -> this.log.append(transaction, "ann", payload));
		this.log.commit(transaction);

		assertThat(this.log.payloads()).isEqualTo(payloads);
	}

	@Test
	void putsLaterTransactionsBehindEarlierOnes() {
		List<String> payloads = IntStream.range(0, 50).mapToObj(Integer::toString).toList();
		for (String payload : payloads) {
			Transaction transaction = this.log.client().begin();
			this.log.append(transaction, "ann", payload);
			this.log.commit(transaction);
		}

		assertThat(this.log.payloads()).isEqualTo(payloads);
	}

	@Test
	void storesEverythingOfAnEvent() {
		Instant due = this.log.in(Duration.ofHours(1)).plusNanos(1);
		Transaction transaction = this.log.client().begin();
		EventId id = this.log.writer.append(transaction, new NewEvent("order", "ann", Operation.UPDATE, 3L, 4L, due,
				"a.B", Map.of("trace", "7"), new byte[] { 1, 2 }));
		this.log.commit(transaction);

		Entry row = this.log.eventRows().get(0);
		StoredEvent stored = EventCodec.decode(row.value());
		// rounded up: never before its time
		assertThat(stored).usingRecursiveComparison()
			.isEqualTo(new StoredEvent(id, "ann", Operation.UPDATE, 3L, 4L, due.toEpochMilli() + 1, "a.B",
					Map.of("trace", "7"), new byte[] { 1, 2 }));
		assertThat(row.key().text()).startsWith(cluster.namespace().name() + ":event:order:000"
				+ Partitioner.partition("ann", 4) + ":00" + (due.toEpochMilli() + 1) + ":");
		assertThat(this.log.client().get(this.log.keys.scheduled(id))).isEqualTo(row.key().bytes());
	}

	@Test
	void placesAnEventAtTheBaseOfItsCommit() {
		Transaction transaction = this.log.client().begin();
		this.log.append(transaction, "ann", "now");
		this.log.writer.append(transaction, LogFixture.event("ann", "overdue", Instant.EPOCH));
		cluster.faults().advanceClock(Duration.ofSeconds(5));
		Timestamp before = this.log.client().timestamp();
		Timestamp commit = this.log.commit(transaction);

		assertThat(this.log.payloads()).containsExactly("now", "overdue");
		assertThat(this.log.eventRows()).allSatisfy((row) -> assertThat(this.log.keys.position(row.key()).millis())
			.isBetween(before.physical(), commit.physical()));
	}

	@Test
	void choosesThePartitionByTheIdIfThereIsNoKey() {
		Transaction transaction = this.log.client().begin();
		EventId id = this.log.writer.append(transaction, LogFixture.event(null, "any", null));
		this.log.commit(transaction);

		Entry row = this.log.eventRows().get(0);
		assertThat(EventCodec.decode(row.value()).key()).isEqualTo(id.toString());
		assertThat(row.key().startsWith(this.log.keys.events("order", Partitioner.partition(id.toString(), 4))))
			.isTrue();
	}

	@Test
	void makesTheFirstEventThePrimary() {
		List<Key> primaries = new CopyOnWriteArrayList<>();
		cluster.faults().onEvery("KvPrewrite", (message) -> {
			primaries.add(Key.wrap(((PrewriteRequest) message).getPrimaryLock().toByteArray()));
			return false;
		}, FaultAction.dropBefore());
		Transaction transaction = this.log.client().begin();
		transaction.put(cluster.namespace().key("a", "hot"), new byte[] { 1 });
		this.log.append(transaction, "ann", "first");
		this.log.append(transaction, "ann", "second");
		this.log.commit(transaction);

		assertThat(primaries).isNotEmpty().allMatch(this.log.eventRows().get(0).key()::equals);
	}

	@Test
	void leavesNothingOfARolledBackTransaction() {
		int before = cluster.rows("").size();
		Transaction transaction = this.log.client().begin();
		transaction.put(cluster.namespace().key("data", "row"), new byte[] { 1 });
		this.log.append(transaction, "ann", "never");
		transaction.rollback();

		assertThat(cluster.rows("")).hasSize(before);
		assertThat(this.log.signals).isEmpty();
		assertThat(this.log.published).isEmpty();
	}

	@Test
	void signalsEachPartitionOnceAfterTheCommit() {
		Transaction transaction = this.log.client().begin();
		this.log.append(transaction, "ann", "1");
		this.log.append(transaction, "ann", "2");
		assertThat(this.log.signals).isEmpty();
		this.log.commit(transaction);

		assertThat(this.log.signals).containsExactly("order " + Partitioner.partition("ann", 4));
		assertThat(this.log.published).containsExactly("order 2");
	}

	@Test
	void refusesAKeyThatIsTooLong() {
		refuses(EventRefusedException.KeyTooLong.class, "513 bytes",
				(i) -> LogFixture.event("x".repeat(511) + "\u00eb", "p", null));
	}

	@Test
	void refusesAnEventThatIsTooLarge() {
		refuses(EventRefusedException.TooLarge.class, "1048577",
				(i) -> LogFixture.event("ann", "x".repeat((1 << 20) + 1), null));
	}

	@Test
	void countsTheHeaderOfAnEventToo() {
		refuses(EventRefusedException.TooLarge.class, "1048576",
				(i) -> LogFixture.event("ann", "x".repeat(1 << 20), null));
	}

	@Test
	void refusesHeadersThatAreTooLarge() {
		refuses(EventRefusedException.HeadersTooLarge.class, "65537", (i) -> new NewEvent("order", "ann", null, null,
				null, null, "text", Map.of("a", "x".repeat(65_536)), new byte[] { 1 }));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "1969-12-31T23:59:59.999999999Z", "+10000-01-01T00:00:00Z", "9999-12-31T23:59:59.999000001Z" })
	void refusesADueTimeOutOfRange(String due) {
		refuses(EventRefusedException.DueTimeOutOfRange.class, due,
				(i) -> LogFixture.event("ann", "p", Instant.parse(due)));
	}

	@Test
	void refusesMoreThanTenThousandEvents() {
		refuses(EventRefusedException.TooManyEvents.class, "10001", 10_000, (i) -> LogFixture.event("ann", "p", null));
	}

	@Test
	void refusesMoreThanSixtyFourMebibytes() {
		String large = "x".repeat((1 << 20) - 200);
		refuses(EventRefusedException.TransactionTooLarge.class, "67108864", 64,
				(i) -> LogFixture.event("ann", (i < 64) ? large : large.substring(0, 900_000), null));
	}

	private void refuses(Class<? extends EventRefusedException> type, String message, IntFunction<NewEvent> event) {
		refuses(type, message, 0, event);
	}

	/**
	 * The event with the given number is refused, without a trace.
	 */
	private void refuses(Class<? extends EventRefusedException> type, String message, int number,
			IntFunction<NewEvent> event) {
		Transaction transaction = this.log.client().begin();
		List<EventId> before = new ArrayList<>();
		for (int i = 0; i < number; i++) {
			before.add(this.log.writer.append(transaction, event.apply(i)));
		}
		assertThatExceptionOfType(type).isThrownBy(() -> this.log.writer.append(transaction, event.apply(number)))
			.withMessageContaining(message);
		before.forEach((id) -> assertThat(this.log.writer.cancel(transaction, id)).isTrue());
		this.log.append(transaction, "ann", "usable");
		this.log.commit(transaction);

		assertThat(this.log.payloads()).containsExactly("usable");
		assertThat(EventCodec.decode(this.log.eventRows().get(0).value()).payload())
			.isEqualTo("usable".getBytes(StandardCharsets.UTF_8));
	}

}
