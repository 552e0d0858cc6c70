package io.tito.benchmark.soak;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.tito.client.ClientTimeoutException;
import io.tito.client.Entry;
import io.tito.client.Scan;
import io.tito.client.Snapshot;
import io.tito.client.StoreUnavailableException;
import io.tito.client.TitoClient;
import io.tito.key.Key;

/**
 * Reads snapshots in all ways and compares them with what has to be there. Used by one
 * thread.
 */
final class Auditor {

	private final TitoClient client;

	private final Ledger ledger;

	private final Tally tally;

	private final Random random;

	Auditor(TitoClient client, Ledger ledger, Tally tally, Random random) {
		this.client = client;
		this.ledger = ledger;
		this.tally = tally;
		this.random = random;
	}

	void runOnce() {
		try {
			audit();
			this.tally.count("audits");
		}
		catch (StoreUnavailableException | ClientTimeoutException ex) {
			this.tally.count("audits given up");
		}
	}

	private void audit() {
		List<Map<Long, Long>> required = new ArrayList<>();
		for (int list = 0; list < Layout.LISTS; list++) {
			required.add(this.ledger.required(list));
		}
		Snapshot snapshot = this.client.snapshot();
		if (this.random.nextBoolean()) {
			auditBank(snapshot);
			auditLists(snapshot, required);
		}
		else {
			auditLists(snapshot, required);
			auditBank(snapshot);
		}
	}

	private void auditBank(Snapshot snapshot) {
		List<Entry> forwards = snapshot.scan(Scan.prefix(Layout.BANK));
		List<Entry> backwards = new ArrayList<>(snapshot.scan(Scan.prefix(Layout.BANK).reversed()));
		Collections.reverse(backwards);
		Map<Key, byte[]> batch = snapshot.getAll(Layout.accounts());
		expect(sum(forwards) == Layout.ACCOUNTS * Layout.START, snapshot, "the sum is " + sum(forwards));
		expect(text(forwards).equals(text(backwards)), snapshot, "a scan backwards shows something else");
		expect(text(forwards).equals(
				text(batch.entrySet().stream().map((entry) -> new Entry(entry.getKey(), entry.getValue())).toList())),
				snapshot, "a batch get shows something else than a scan");
		int some = 1 + this.random.nextInt(Layout.ACCOUNTS);
		expect(text(snapshot.scan(Scan.prefix(Layout.BANK).limit(some))).equals(text(forwards.subList(0, some))),
				snapshot, "a scan of " + some + " shows something else");
	}

	private void auditLists(Snapshot snapshot, List<Map<Long, Long>> required) {
		Map<Key, AppendList> left = lists(snapshot.scan(Scan.prefix(Layout.LEFT)));
		Map<Key, AppendList> right = lists(snapshot.scan(Scan.prefix(Layout.RIGHT)));
		AppendList none = AppendList.decode(null);
		for (int list = 0; list < Layout.LISTS; list++) {
			AppendList seen = left.getOrDefault(Layout.left(list), none);
			AppendList twin = right.getOrDefault(Layout.right(list), none);
			expect(seen.equals(twin), snapshot, "half a transaction: " + seen + " and " + twin);
			String wrong = this.ledger.check(list, seen, required.get(list));
			expect(wrong == null, snapshot, String.valueOf(wrong));
			for (long position = seen.offset(); position < seen.end(); position++) {
				this.ledger.committed(list, position, seen.elements().get((int) (position - seen.offset())));
			}
		}
	}

	private void expect(boolean fine, Snapshot snapshot, String otherwise) {
		if (!fine) {
			this.tally.violated("snapshot " + snapshot.timestamp() + ": " + otherwise);
		}
	}

	private static Map<Key, AppendList> lists(List<Entry> entries) {
		Map<Key, AppendList> lists = new HashMap<>();
		entries.forEach((entry) -> lists.put(entry.key(), AppendList.decode(entry.value())));
		return lists;
	}

	private static long sum(List<Entry> entries) {
		return entries.stream().mapToLong((entry) -> Layout.number(entry.value())).sum();
	}

	private static List<String> text(List<Entry> entries) {
		return entries.stream().map((entry) -> entry.key() + "=" + Layout.number(entry.value())).toList();
	}

}
