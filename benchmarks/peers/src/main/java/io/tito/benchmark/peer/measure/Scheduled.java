package io.tito.benchmark.peer.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

import io.tito.benchmark.peer.Event;

/**
 * W4: how late events are handled that are due one to three seconds after they were
 * published, and whether any is early.
 */
final class Scheduled {

	private static final int PRODUCERS = 4;

	private static final int DOCUMENT_BYTES = 1024;

	private static final long START_MILLIS = 300;

	private static final long STOP_MILLIS = 100;

	private static final long CAP_NANOS = 12_000_000_000L;

	private final Session session;

	private final int events;

	Scheduled(Session session) {
		this.session = session;
		this.events = session.scale().scheduledEvents();
	}

	void measure() throws Exception {
		int clean = 0;
		for (int run = 1; this.session.scale().wantsMore(clean, run); run++) {
			clean += once(run);
		}
	}

	private int once(int run) throws Exception {
		Ledger ledger = this.session.ledger();
		Probe probe = this.session.probe();
		long duplicates = ledger.duplicates();
		long before = ledger.distinct();
		long early = this.session.peer().early().orElse(0);
		long first = ledger.reserve(this.events);
		this.session.peer().consumersOn();
		Thread.sleep(START_MILLIS);
		probe.begin();
		publish(first);
		long cap = System.nanoTime() + CAP_NANOS;
		while (ledger.distinct() - before < this.events && System.nanoTime() < cap) {
			LockSupport.parkNanos(5_000_000);
		}
		Row row = this.session.row("W4", run);
		probe.end(row, this.events);
		Thread.sleep(STOP_MILLIS);
		this.session.peer().consumersOff();
		long[] late = ledger.latencies(first, first + this.events, Long.MIN_VALUE, Long.MAX_VALUE);
		long byThisClock = Arrays.stream(late).filter((nanos) -> nanos < 0).count();
		long byItsClock = this.session.peer().early().orElse(0) - early;
		row.put("handled", late.length).put("early", Math.max(byThisClock, byItsClock));
		row.latencies("late_", late);
		this.session.account(row, first, first + this.events, duplicates);
		int clean = this.session.add(row);
		this.session.peer().clear();
		return clean;
	}

	private void publish(long first) throws InterruptedException {
		List<Thread> threads = new ArrayList<>();
		long begin = System.nanoTime();
		for (int i = 0; i < PRODUCERS; i++) {
			int lane = i;
			Thread thread = new Thread(() -> publish(first, lane, begin), "producer-" + lane);
			thread.start();
			threads.add(thread);
		}
		for (Thread thread : threads) {
			thread.join();
		}
	}

	private void publish(long first, int lane, long begin) {
		for (int i = lane; i < this.events; i += PRODUCERS) {
			long wait = begin + i * 1_000_000_000L / this.events - System.nanoTime();
			if (wait > 0) {
				LockSupport.parkNanos(wait);
			}
			Duration delay = Duration.ofMillis(1000 + ThreadLocalRandom.current().nextInt(2000));
			Event event = this.session.settings().event(first + i);
			String id = UUID.randomUUID().toString();
			String document = Event.document(id, DOCUMENT_BYTES);
			this.session.ledger().start(first + i, System.nanoTime() + delay.toNanos());
			this.session.peer().commitDelayed(id, document, event, delay);
		}
	}

}
