package io.tito.test.event;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.tito.client.Entry;
import io.tito.client.Scan;
import io.tito.client.Snapshot;
import io.tito.client.Timestamp;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.codec.ValueCodec;
import io.tito.key.Key;
import io.tito.key.Namespace;
import io.tito.log.EventCodec;
import io.tito.log.EventId;
import io.tito.log.LogKeys;
import io.tito.log.write.EventWriter;
import io.tito.transaction.TransactionAccess;

/**
 * Reads what was published since the test began: what a fresh snapshot shows and one from
 * the beginning does not. That is exact, however slow a commit was and whoever made it.
 * Thread-safe.
 */
final class EventsOfTest {

	private final TitoClient client;

	private final Key prefix;

	private final LogKeys keys;

	private final EventWriter writer;

	private final TransactionAccess transactions;

	private final ValueCodec codec;

	private volatile Timestamp began;

	EventsOfTest(TitoClient client, Namespace namespace, EventWriter writer, TransactionAccess transactions,
			ValueCodec codec) {
		this.client = client;
		this.prefix = namespace.prefix("event");
		this.keys = new LogKeys(namespace);
		this.writer = writer;
		this.transactions = transactions;
		this.codec = codec;
		this.began = client.timestamp();
	}

	/**
	 * Another test begins now.
	 */
	void begin() {
		this.began = this.client.timestamp();
	}

	List<PublishedEvent> read() {
		Map<EventId, PublishedEvent> events = new LinkedHashMap<>();
		committed().forEach((event) -> events.put(event.id(), event));
		// one that the transaction has given another time is both: the new one counts
		uncommitted().forEach((event) -> {
			events.remove(event.id());
			events.put(event.id(), event);
		});
		return List.copyOf(events.values());
	}

	private List<PublishedEvent> committed() {
		Snapshot now = this.client.snapshot();
		Set<Key> found = found(now);
		if (!found.isEmpty()) {
			// events are written once, so that one that is there was not changed since
			found.removeAll(found(this.client.snapshotBelowSafePoint(this.began)));
		}
		List<Map.Entry<Key, byte[]>> rows = new ArrayList<>(now.getAll(found).entrySet());
		rows.sort(Comparator.comparing((row) -> publication(row.getKey())));
		return rows.stream().map((row) -> committed(row.getKey(), row.getValue())).toList();
	}

	private Set<Key> found(Snapshot at) {
		Set<Key> found = new HashSet<>();
		for (Entry entry : at.scan(Scan.prefix(this.prefix).withoutValues())) {
			found.add(entry.key());
		}
		return found;
	}

	/**
	 * The end of a key orders events by their publication, also those that are due later.
	 */
	private static String publication(Key event) {
		String text = event.text();
		return text.substring(text.lastIndexOf(':') + 1);
	}

	private PublishedEvent committed(Key key, byte[] row) {
		return new PublishedEvent(this.keys.typeOf(key), this.keys.partitionOf(key), EventCodec.decode(row), true,
				this.codec);
	}

	private List<PublishedEvent> uncommitted() {
		Transaction current = this.transactions.current();
		return (current == null) ? List.of() : this.writer.buffered(current)
			.stream()
			.map((event) -> new PublishedEvent(event.type(), event.partition(), event.event(), false, this.codec))
			.toList();
	}

}
