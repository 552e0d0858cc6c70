package io.tito.benchmark.peer.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import io.tito.benchmark.peer.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that commit: each after the other as fast as it can, or at a fixed rate by
 * absolute times.
 */
final class Load {

	private static final Logger logger = LoggerFactory.getLogger(Load.class);

	private static final int CAPACITY = 400_000;

	private static final int DOCUMENT_BYTES = 1024;

	private final Session session;

	private final int producers;

	private final long step;

	private final List<Thread> threads = new ArrayList<>();

	private final long[][] latencies;

	private final int[] counts;

	private final LongAdder committed = new LongAdder();

	private final LongAdder failed = new LongAdder();

	private final AtomicBoolean reported = new AtomicBoolean();

	private final Set<Long> notCommitted = ConcurrentHashMap.newKeySet();

	private final long begin;

	private volatile boolean running = true;

	private long end;

	private Load(Session session, int producers, int rate) {
		this.session = session;
		this.producers = producers;
		this.step = (rate == 0) ? 0 : producers * 1_000_000_000L / rate;
		this.latencies = new long[producers][CAPACITY];
		this.counts = new int[producers];
		this.begin = System.nanoTime();
	}

	/**
	 * Start a load.
	 * @param rate transactions per second, 0 for as many as possible
	 */
	static Load start(Session session, int producers, int rate) {
		Load load = new Load(session, producers, rate);
		for (int i = 0; i < producers; i++) {
			int lane = i;
			Thread thread = new Thread(() -> load.produce(lane), "producer-" + lane);
			load.threads.add(thread);
		}
		load.threads.forEach(Thread::start);
		return load;
	}

	private void produce(int lane) {
		long due = this.begin + lane * (this.step / this.producers);
		while (this.running) {
			long wait = (this.step > 0) ? due - System.nanoTime() : 0;
			if (wait > 0) {
				LockSupport.parkNanos(wait);
			}
			else {
				due += this.step;
				commit(lane);
			}
		}
	}

	private void commit(int lane) {
		long seq = this.session.ledger().reserve(1);
		Event event = this.session.settings().event(seq);
		String id = UUID.randomUUID().toString();
		String document = Event.document(id, DOCUMENT_BYTES);
		this.notCommitted.add(seq);
		long from = System.nanoTime();
		this.session.ledger().start(seq, from);
		try {
			this.session.peer().commit(id, document, event);
			this.latencies[lane][this.counts[lane]++] = System.nanoTime() - from;
			this.committed.increment();
			this.notCommitted.remove(seq);
		}
		catch (RuntimeException ex) {
			this.failed.increment();
			if (this.reported.compareAndSet(false, true)) {
				logger.warn("A commit failed; others are only counted", ex);
			}
		}
	}

	void stop() throws InterruptedException {
		this.running = false;
		for (Thread thread : this.threads) {
			thread.join();
		}
		this.end = System.nanoTime();
	}

	double seconds() {
		return (this.end - this.begin) / 1e9;
	}

	long committed() {
		return this.committed.sum();
	}

	long failures() {
		return this.failed.sum();
	}

	/**
	 * Committed events of a range that no handler has seen.
	 */
	long unhandled(long from, long to) {
		return this.session.ledger().unhandled(from, to, (seq) -> !this.notCommitted.contains(seq));
	}

	long[] commitLatencies() {
		return IntStream.range(0, this.producers)
			.mapToObj((lane) -> Arrays.copyOf(this.latencies[lane], this.counts[lane]))
			.flatMapToLong(Arrays::stream)
			.toArray();
	}

}
