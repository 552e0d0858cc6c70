package io.tito.benchmark.peer.measure;

import java.util.concurrent.locks.LockSupport;

/**
 * W3: from the begin of a transaction to the handler, while others commit.
 */
final class EndToEnd {

	private static final int PRODUCERS = 4;

	private static final long PAUSE_NANOS = 20_000_000;

	private final Session session;

	private final int rate;

	/**
	 * Make the workload.
	 * @param rate transactions per second, 0 for as many as possible
	 */
	EndToEnd(Session session, int rate) {
		this.session = session;
		this.rate = rate;
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
		long first = ledger.next();
		Row row = this.session.row((this.rate == 0) ? "W3-saturated" : "W3-rate", run)
			.put("producers", PRODUCERS)
			.put("target_rate", this.rate);
		this.session.peer().consumersOn();
		Load load = Load.start(this.session, PRODUCERS, this.rate);
		Thread.sleep(this.session.scale().warmMillis());
		window(row, load, probe, first);
		load.stop();
		row.latencies("commit_", load.commitLatencies());
		settle(row, load, first, ledger.next());
		this.session.peer().consumersOff();
		long pending = this.session.peer().pending();
		row.put("failed_commits", load.failures())
			.put("committed", load.committed())
			.put("undrained", pending)
			.put("lost", Math.max(0, load.unhandled(first, ledger.next()) - pending))
			.put("duplicates", ledger.duplicates() - duplicates);
		int clean = this.session.add(row);
		this.session.peer().clear();
		return clean;
	}

	private void window(Row row, Load load, Probe probe, long first) throws InterruptedException {
		Ledger ledger = this.session.ledger();
		long before = load.committed();
		probe.begin();
		long begin = System.nanoTime();
		Thread.sleep(this.session.scale().windowMillis());
		long end = System.nanoTime();
		long produced = load.committed() - before;
		long last = ledger.next();
		long handled = ledger.handledCount(first, last, begin, end);
		double seconds = (end - begin) / 1e9;
		row.put("produced_per_s", produced / seconds).put("events_per_s", handled / seconds);
		probe.end(row, handled);
		row.latencies("e2e_", ledger.latencies(first, last, begin, end));
	}

	private void settle(Row row, Load load, long first, long last) {
		long stop = System.nanoTime();
		long cap = stop + this.session.scale().settleCapMillis() * 1_000_000L;
		row.put("backlog_at_stop", load.unhandled(first, last));
		while (System.nanoTime() < cap && (load.unhandled(first, last) > 0 || this.session.peer().pending() > 0)) {
			LockSupport.parkNanos(PAUSE_NANOS);
		}
		row.put("settle_s", (System.nanoTime() - stop) / 1e9);
	}

}
