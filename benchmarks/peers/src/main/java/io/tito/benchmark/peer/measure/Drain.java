package io.tito.benchmark.peer.measure;

import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * W2 and W5: how fast a backlog is handled and acknowledged.
 */
final class Drain {

	private static final int LARGE = 1_000_000;

	private static final double FALLEN = 0.5;

	private final Session session;

	private double rate;

	Drain(Session session) {
		this.session = session;
	}

	void measure() throws Exception {
		Scale scale = this.session.scale();
		int clean = 0;
		// run 0 only warms up
		for (int run = 0; scale.wantsMore(clean, run); run++) {
			int events = (run == 0) ? scale.drainEvents() / 4 : scale.drainEvents();
			clean += once("W2", run, events, scale.drainCapMillis());
		}
	}

	/**
	 * From small backlogs to large ones, as long as their size does not matter much: it
	 * takes minutes to make the largest, and what is slow with fewer is slow with them.
	 */
	void measure(int... backlogs) throws Exception {
		double best = 0;
		for (int events : backlogs) {
			double rate = backlog(events);
			best = Math.max(best, rate);
			if (rate < FALLEN * best) {
				return;
			}
		}
	}

	/**
	 * What takes milliseconds is done several times; the largest is made once.
	 */
	private double backlog(int events) throws Exception {
		Scale scale = this.session.scale();
		double best = 0;
		int clean = 0;
		for (int run = 1; scale.wantsMore(clean, run) && (events < LARGE || run == 1); run++) {
			clean += once("W5", run, events, scale.backlogCapMillis());
			best = Math.max(best, this.rate);
		}
		return best;
	}

	private int once(String work, int run, int events, int capMillis) throws Exception {
		Ledger ledger = this.session.ledger();
		long first = ledger.reserve(events);
		this.session.peer().seed(first, events);
		if (this.session.product().sql()) {
			this.session.settings().postgres().settle();
		}
		long duplicates = ledger.duplicates();
		Probe probe = this.session.settledProbe();
		long begin = System.nanoTime();
		long handled = drain(events, begin + capMillis * 1_000_000L);
		double seconds = (System.nanoTime() - begin) / 1e9;
		this.rate = handled / seconds;
		Row row = this.session.row(work, run)
			.put("backlog", events)
			.put("handled", handled)
			.put("complete", handled == events)
			.put("seconds", seconds)
			.put("events_per_s", this.rate);
		probe.end(row, handled);
		row.put("first_event_ms", firstMillis(first, events, begin));
		this.session.peer().consumersOff();
		this.session.account(row, first, first + events, duplicates);
		int clean = (run > 0) ? this.session.add(row) : 0;
		this.session.peer().clear();
		return clean;
	}

	private long drain(int events, long cap) throws Exception {
		Ledger ledger = this.session.ledger();
		long before = ledger.distinct();
		this.session.peer().consumersOn();
		while (ledger.distinct() - before < events && System.nanoTime() < cap) {
			LockSupport.parkNanos(1_000_000);
		}
		while (ledger.distinct() - before == events && this.session.peer().pending() > 0 && System.nanoTime() < cap) {
			LockSupport.parkNanos(2_000_000);
		}
		return ledger.distinct() - before;
	}

	private double firstMillis(long first, int events, long begin) {
		for (long seq = first; seq < first + events; seq++) {
			this.session.ledger().start(seq, begin);
		}
		long[] all = this.session.ledger().latencies(first, first + events, Long.MIN_VALUE, Long.MAX_VALUE);
		return (all.length == 0) ? Double.NaN : Arrays.stream(all).min().orElseThrow() / 1e6;
	}

}
