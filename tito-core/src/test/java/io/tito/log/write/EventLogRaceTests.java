package io.tito.log.write;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

import io.tito.client.CommitOutcome;
import io.tito.client.Entry;
import io.tito.client.Scan;
import io.tito.client.Snapshot;
import io.tito.client.Transaction;
import io.tito.log.Announcement;
import io.tito.log.EventCodec;
import io.tito.log.EventId;
import io.tito.log.LogFixture;
import io.tito.log.Position;
import io.tito.testing.TestCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many threads at once; the seed is printed with a failure.
 */
class EventLogRaceTests {

	private static final int THREADS = 6;

	@RegisterExtension
	static final TestCluster cluster = new TestCluster();

	private final long seed = new Random().nextLong();

	private final ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1);

	private LogFixture log;

	@BeforeEach
	void prepare() {
		this.log = new LogFixture(cluster);
	}

	@AfterEach
	void stop() {
		this.threads.shutdownNow();
	}

	/**
	 * Prompt, slow, one-phase, two-phase and rolled-back transactions: whoever began
	 * after another's commit returned lies behind it, and every slow one was announced.
	 */
	@Test
	void keepsTheOrderOfTransactionsThatFollowEachOther() throws Exception {
		AtomicLong steps = new AtomicLong();
		List<Callable<List<Published>>> work = new ArrayList<>();
		for (int thread = 0; thread < THREADS; thread++) {
			Random random = new Random(this.seed + thread);
			String name = "t" + thread;
			work.add(() -> publish(name, random, steps));
		}
		Map<String, Published> published = new HashMap<>();
		for (Future<List<Published>> done : this.threads.invokeAll(work)) {
			done.get().forEach((one) -> published.put(one.payload(), one));
		}

		List<Entry> rows = rows(this.log.client().snapshot());
		Map<String, Position> positions = new HashMap<>();
		rows.forEach((row) -> positions.put(payload(row), this.log.keys.position(row.key())));
		assertThat(positions.keySet()).as("seed %d", this.seed).isEqualTo(published.keySet());
		for (Published one : published.values()) {
			for (Published other : published.values()) {
				if (one.returned() < other.began()) {
					assertThat(positions.get(one.payload())).as("seed %d: %s, %s", this.seed, one, other)
						.isLessThan(positions.get(other.payload()));
				}
			}
		}
		assertAnnounced(published, rows);
	}

	private void assertAnnounced(Map<String, Published> published, List<Entry> rows) {
		Set<String> announced = new HashSet<>();
		for (Entry late : cluster.rows("late:")) {
			Announcement.decode(late.key(), late.value()).events().forEach((key) -> announced.add(key.text()));
		}
		int slow = 0;
		for (Entry row : rows) {
			long took = published.get(payload(row)).committed() - this.log.keys.position(row.key()).millis();
			if (took > 101) {
				slow++;
				assertThat(announced).as("seed %d: commit after %d ms", this.seed, took).contains(row.key().text());
			}
		}
		assertThat(slow).as("slow commits with seed %d", this.seed).isPositive();
	}

	private List<Published> publish(String thread, Random random, AtomicLong steps) {
		byte[] large = new byte[600 << 10];
		List<Published> done = new ArrayList<>();
		for (int i = 0; i < 25; i++) {
			String payload = thread + "-" + i;
			long began = steps.incrementAndGet();
			Transaction transaction = this.log.client().begin();
			if (random.nextInt(3) == 0) {
				transaction.onCommit((base, writes) -> cluster.pass(Duration.ofMillis(random.nextInt(400))));
			}
			if (random.nextInt(4) == 0) {
				// too large for one phase
				transaction.put(cluster.namespace().key("data", thread), large);
			}
			this.log.append(transaction, "ann", payload);
			if (random.nextInt(8) == 0) {
				transaction.rollback();
				continue;
			}
			if (transaction.commit() instanceof CommitOutcome.Committed committed) {
				done.add(new Published(payload, began, steps.incrementAndGet(), committed.timestamp().physical()));
			}
		}
		return done;
	}

	/**
	 * What a reader at any snapshot found due was not cancelled, and the rest was.
	 */
	@Test
	void neverCancelsWhatWasDelivered() throws Exception {
		Random random = new Random(this.seed);
		Map<EventId, Instant> due = new HashMap<>();
		for (int i = 0; i < 120; i++) {
			Instant at = this.log.in(Duration.ofMillis(100 + random.nextInt(900)));
			due.put(this.log.publishAt(at), at);
		}
		Instant last = Collections.max(due.values());
		for (int i = 0; i < 5; i++) {
			// sure to be delivered, and sure to be cancelled
			due.put(this.log.publishAt(this.log.in(Duration.ZERO)), last);
			due.put(this.log.publishAt(last.plus(Duration.ofHours(1))), last);
		}
		List<EventId> order = new ArrayList<>(due.keySet());
		Collections.shuffle(order, random);
		Future<Set<EventId>> delivered = this.threads.submit(() -> deliver(last));
		List<Callable<Set<EventId>>> work = new ArrayList<>();
		for (int thread = 0; thread < THREADS; thread++) {
			int part = thread;
			work.add(() -> cancel(order.stream().filter((id) -> order.indexOf(id) % THREADS == part).toList()));
		}
		Set<EventId> cancelled = new HashSet<>();
		for (Future<Set<EventId>> done : this.threads.invokeAll(work)) {
			cancelled.addAll(done.get());
		}

		assertThat(delivered.get()).as("seed %d", this.seed).doesNotContainAnyElementsOf(cancelled);
		assertThat(delivered.get().size() + cancelled.size()).as("seed %d", this.seed).isEqualTo(due.size());
		assertThat(delivered.get()).isNotEmpty();
		assertThat(cancelled).isNotEmpty();
	}

	private Set<EventId> deliver(Instant until) {
		Set<EventId> seen = new HashSet<>();
		Snapshot snapshot;
		do {
			snapshot = this.log.client().snapshot();
			Position end = Position.ceil(snapshot.timestamp());
			for (Entry row : rows(snapshot)) {
				if (!this.log.keys.position(row.key()).isAfter(end)) {
					seen.add(EventCodec.decode(row.value()).id());
				}
			}
		}
		while (!snapshot.timestamp().instant().isAfter(until));
		return seen;
	}

	/**
	 * Each attempt takes a while of the oracle's time, so that some events become due
	 * first, and some in between.
	 */
	private Set<EventId> cancel(List<EventId> ids) {
		Set<EventId> cancelled = new HashSet<>();
		for (EventId id : ids) {
			Transaction transaction = this.log.client().begin();
			boolean possible = this.log.writer.cancel(transaction, id);
			cluster.faults().advanceClock(Duration.ofMillis(5));
			if (transaction.commit() instanceof CommitOutcome.Committed && possible) {
				cancelled.add(id);
			}
		}
		return cancelled;
	}

	private List<Entry> rows(Snapshot snapshot) {
		return snapshot.scan(Scan.prefix(cluster.namespace().prefix("event")));
	}

	private static String payload(Entry row) {
		return new String(EventCodec.decode(row.value()).payload(), StandardCharsets.UTF_8);
	}

	/**
	 * A committed event.
	 *
	 * @param payload its payload
	 * @param began a step before its transaction began
	 * @param returned a step after its commit returned
	 * @param committed the milliseconds of its commit timestamp
	 */
	private record Published(String payload, long began, long returned, long committed) {

	}

}
