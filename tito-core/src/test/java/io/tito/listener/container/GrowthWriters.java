package io.tito.listener.container;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.tito.client.CommitOutcome;
import io.tito.client.Timestamp;
import io.tito.client.Transaction;
import io.tito.listener.container.GrowthHistory.Published;
import io.tito.log.EventId;
import io.tito.log.EventTypes;
import io.tito.log.LogKeys;
import io.tito.log.LogListener;
import io.tito.log.TypeSettings;
import io.tito.log.write.EventWriter;
import io.tito.log.write.NewEvent;
import io.tito.testing.TestCluster;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Publishes in every way, on two instances that only do that: at once and due later,
 * prompt and held between base and prewrite, with idempotency keys and chosen partitions;
 * cancels, reschedules and rolls back.
 */
final class GrowthWriters implements AutoCloseable {

	private static final int LANES = 6;

	private static final int HELD = 3;

	private final TestCluster cluster;

	private final Random random;

	private final GrowthHistory history;

	private final EventWriter[] writers;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final List<Held> held = new ArrayList<>();

	private final Map<String, EventId> onces = new HashMap<>();

	private int number;

	int refused;

	GrowthWriters(TestCluster cluster, TypeSettings type, Random random, GrowthHistory history) {
		this.cluster = cluster;
		this.random = random;
		this.history = history;
		this.writers = new EventWriter[] { writer(type), writer(type) };
	}

	private EventWriter writer(TypeSettings type) {
		LogKeys keys = new LogKeys(this.cluster.namespace());
		EventTypes types = new EventTypes(this.cluster.client(), keys, (any) -> type);
		return new EventWriter(this.cluster.client(), types, keys, (any, partition) -> {
		}, LogListener.NONE);
	}

	void step() {
		switch (this.random.nextInt(12)) {
			case 0, 1, 2 -> publish(lane(), null);
			case 3, 4, 5 -> publish(lane(), in(this.random.nextInt(8000)));
			case 6 -> hold();
			case 7 -> go();
			case 8 -> publishOnce();
			case 9 -> takeBack();
			case 10 -> publishPlaced();
			default -> rollBack();
		}
	}

	void burst() {
		String lane = lane();
		for (int i = 0; i < 3; i++) {
			publish(lane, null);
		}
	}

	private String lane() {
		return "key" + this.random.nextInt(LANES);
	}

	private Instant in(int millis) {
		return this.cluster.client().timestamp().instant().plusMillis(millis);
	}

	private EventWriter writer() {
		return this.writers[this.random.nextInt(this.writers.length)];
	}

	private void publish(String lane, @Nullable Instant due) {
		commit(begin(lane, due, null, null));
	}

	private void publishPlaced() {
		int partition = this.random.nextInt(2);
		Instant due = this.random.nextBoolean() ? in(this.random.nextInt(8000)) : null;
		commit(begin("placed" + partition, due, partition, null));
	}

	private void publishOnce() {
		String once = "once" + this.random.nextInt(20);
		Writing writing = begin(lane(), null, null, once);
		EventId earlier = this.onces.get(once);
		if (earlier != null) {
			assertThat(writing.id()).as(once).isEqualTo(earlier);
			writing.transaction().rollback();
		}
		else if (commit(writing)) {
			this.onces.put(once, writing.id());
		}
	}

	private void rollBack() {
		begin(lane(), null, null, null).transaction().rollback();
	}

	private void takeBack() {
		List<Published> scheduled = this.history.scheduled();
		if (scheduled.isEmpty()) {
			return;
		}
		Published event = scheduled.get(this.random.nextInt(scheduled.size()));
		Transaction transaction = this.cluster.client().begin();
		Timestamp began = transaction.timestamp();
		Instant due = this.random.nextBoolean() ? in(this.random.nextInt(8000)) : null;
		boolean possible = (due != null) ? writer().reschedule(transaction, event.id(), due)
				: writer().cancel(transaction, event.id());
		if (settle(transaction) && possible) {
			this.history.cancelled(event);
			if (due != null) {
				this.history.committed(new Published(event.name(), event.lane(), event.id(), due, began,
						this.cluster.client().timestamp()));
			}
		}
	}

	private Writing begin(String lane, @Nullable Instant due, @Nullable Integer partition, @Nullable String once) {
		String name = lane + "-" + this.number++;
		Transaction transaction = this.cluster.client().begin();
		Timestamp began = transaction.timestamp();
		EventId id = writer().append(transaction, new NewEvent("order", lane, null, null, null, due, "text", Map.of(),
				name.getBytes(StandardCharsets.UTF_8), partition, once));
		return new Writing(transaction, name, lane, id, due, began);
	}

	private boolean commit(Writing writing) {
		boolean committed = settle(writing.transaction());
		if (committed) {
			record(writing);
		}
		else {
			this.refused++;
		}
		return committed;
	}

	private void record(Writing writing) {
		this.history.committed(new Published(writing.name(), writing.lane(), writing.id(), writing.due(),
				writing.began(), this.cluster.client().timestamp()));
	}

	private boolean settle(Transaction transaction) {
		CommitOutcome outcome;
		try {
			outcome = transaction.commit();
		}
		catch (RuntimeException ex) {
			// surely not committed
			return false;
		}
		while (outcome instanceof CommitOutcome.Unknown unknown) {
			outcome = this.cluster.client().probe(unknown);
		}
		return outcome instanceof CommitOutcome.Committed;
	}

	/**
	 * Begin to commit, and stop where the keys are made and nothing is written.
	 */
	private void hold() {
		if (this.held.size() == HELD) {
			go();
		}
		Instant due = (this.random.nextInt(3) == 0) ? in(this.random.nextInt(4000)) : null;
		Writing writing = begin(lane(), due, null, null);
		CountDownLatch based = new CountDownLatch(1);
		CountDownLatch released = new CountDownLatch(1);
		writing.transaction().onCommit((base, writes) -> {
			based.countDown();
			await(released);
		});
		Future<Boolean> ended = this.threads.submit(() -> {
			try {
				return settle(writing.transaction());
			}
			finally {
				based.countDown();
			}
		});
		await(based);
		this.held.add(new Held(writing, released, ended));
	}

	void go() {
		if (this.held.isEmpty()) {
			return;
		}
		Held one = this.held.remove(this.random.nextInt(this.held.size()));
		one.released().countDown();
		try {
			if (one.ended().get(30, TimeUnit.SECONDS)) {
				record(one.writing());
				// whoever comes next in the lane has to come behind it
				publish(one.writing().lane(), null);
			}
			else {
				this.refused++;
			}
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	void finish() {
		while (!this.held.isEmpty()) {
			go();
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			if (!latch.await(30, TimeUnit.SECONDS)) {
				throw new IllegalStateException("Held for too long");
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.held.forEach((one) -> one.released().countDown());
		this.threads.shutdownNow();
	}

	private record Writing(Transaction transaction, String name, String lane, EventId id, @Nullable Instant due,
			Timestamp began) {

	}

	private record Held(Writing writing, CountDownLatch released, Future<Boolean> ended) {

	}

}
