package io.tito.benchmark.peer.measure;

/**
 * W1: how many transactions are committed per second while nobody consumes.
 */
final class CommitPath {

	private CommitPath() {
	}

	static void measure(Session session, int producers) throws Exception {
		int clean = 0;
		// run 0 only warms up
		for (int run = 0; session.scale().wantsMore(clean, run); run++) {
			clean += once(session, producers, run);
		}
	}

	private static int once(Session session, int producers, int run) throws Exception {
		Probe probe = session.probe();
		Load load = Load.start(session, producers, 0);
		Thread.sleep((run == 0) ? session.scale().warmMillis() : session.scale().windowMillis());
		load.stop();
		int clean = 0;
		if (run > 0) {
			Row row = session.row("W1", run).put("producers", producers).put("committed", load.committed());
			row.put("tx_per_s", load.committed() / load.seconds());
			probe.end(row, load.committed());
			row.latencies("commit_", load.commitLatencies());
			row.put("lost", load.committed() - session.peer().pending()).put("failed_commits", load.failures());
			clean = session.add(row);
		}
		session.peer().clear();
		return clean;
	}

}
