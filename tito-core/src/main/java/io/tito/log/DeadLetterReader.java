package io.tito.log;

import java.util.ArrayList;
import java.util.List;

import io.tito.client.Entry;
import io.tito.client.Scan;
import io.tito.client.Snapshot;
import io.tito.key.Key;

/**
 * Finds dead letters, a page at a time.
 */
final class DeadLetterReader {

	private static final int PAGE = 64;

	private final EventLog log;

	DeadLetterReader(EventLog log) {
		this.log = log;
	}

	List<BuriedEvent> find(DeadLetterQuery query) {
		Snapshot now = this.log.client().snapshot();
		Key prefix = prefix(query);
		Key from = prefix;
		List<BuriedEvent> found = new ArrayList<>();
		while (true) {
			List<Entry> page = now.scan(Scan.range(from, prefix.prefixEnd()).limit(PAGE));
			for (Entry entry : page) {
				BuriedEvent buried = read(entry);
				if (query.matches(buried.letter())) {
					found.add(buried);
				}
				if (found.size() == query.limit()) {
					return found;
				}
			}
			if (page.size() < PAGE) {
				return found;
			}
			from = page.get(page.size() - 1).key().next();
		}
	}

	private BuriedEvent read(Entry entry) {
		LogKeys keys = this.log.keys();
		return DeadLetter.read(entry.key(), keys.partitionOfDeadLetter(entry.key()), keys.position(entry.key()),
				entry.value());
	}

	private Key prefix(DeadLetterQuery query) {
		Integer partition = query.partition();
		return (partition != null) ? this.log.keys().deadLetters(query.type(), query.group(), partition)
				: this.log.keys().deadLetters(query.type(), query.group());
	}

}
