package io.tito.embedded.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A reader that asks again for what it has read before. For one thread.
 */
final class Auditor {

	private static final int MOST = 100;

	private final Snapshots snapshots;

	private final ClusterClient cluster;

	private final Random random;

	private final List<Long> times = new ArrayList<>();

	private final Map<Long, Map<String, String>> answers = new TreeMap<>();

	private final List<String> changes = new ArrayList<>();

	Auditor(ClusterClient cluster, Random random) {
		this.cluster = cluster;
		this.snapshots = new Snapshots(cluster);
		this.random = random;
	}

	void audit() {
		long at = this.cluster.timestamp();
		this.times.add(at);
		this.answers.put(at, this.snapshots.read(AppendHistory.KEYS, at));
		askAgain(this.times.get(this.random.nextInt(this.times.size())));
	}

	/**
	 * Ask for all that was read, or enough of it.
	 */
	void askAgain() {
		int step = this.times.size() / MOST + 1;
		for (int i = 0; i < this.times.size(); i += step) {
			askAgain(this.times.get(i));
		}
	}

	private void askAgain(long at) {
		Map<String, String> before = this.answers.get(at);
		Map<String, String> now = this.snapshots.read(AppendHistory.KEYS, at);
		if (!now.equals(before)) {
			this.changes.add("At " + at + " there was " + before + ", now there is " + now);
		}
	}

	/**
	 * Where the answer changed.
	 */
	List<String> changes() {
		return this.changes;
	}

	int audits() {
		return this.times.size();
	}

}
