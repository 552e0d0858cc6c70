package io.tito.log.write;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.tito.client.CommitHook;
import io.tito.client.Savepoint;
import io.tito.client.Timestamp;
import io.tito.client.Transaction;
import io.tito.key.Key;
import io.tito.log.EventId;
import io.tito.log.EventRefusedException;
import io.tito.log.EventTypes;
import io.tito.log.LogKeys;
import io.tito.log.OnceRow;
import io.tito.log.PartitionSwitch;
import io.tito.log.Position;
import io.tito.log.TypeSettings;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction publishes, buffered until its commit begins: only then, after all
 * user code, is there a base timestamp to make the keys of (design rules W0 and W1).
 * Belongs to its transaction and is as little thread-safe.
 */
final class PendingEvents implements CommitHook, Savepoint.Rewindable {

	private final LogKeys keys;

	private final EventTypes types;

	private final Map<EventId, PendingEvent> events = new LinkedHashMap<>();

	private final Map<String, List<Key>> mayBeLate = new HashMap<>();

	private final Map<Key, EventId> onces = new HashMap<>();

	private final Map<String, Set<Integer>> places = new LinkedHashMap<>();

	private long size;

	private PendingEvents(LogKeys keys, EventTypes types) {
		this.keys = keys;
		this.types = types;
	}

	static PendingEvents of(Transaction transaction, LogKeys keys, EventTypes types) {
		return transaction.attachment(PendingEvents.class, () -> new PendingEvents(keys, types));
	}

	/**
	 * Check that events fit in.
	 * @param added the events
	 * @throws EventRefusedException if the transaction would hold too much
	 */
	void check(List<PendingEvent> added) {
		int count = this.events.size();
		long total = this.size;
		for (PendingEvent event : added) {
			count++;
			total += event.value().length;
			EventLimits.checkTransaction(event.type(), count, total);
		}
	}

	void add(PendingEvent event) {
		remove(event.id());
		this.events.put(event.id(), event);
		this.size += event.value().length;
		if (event.once() != null) {
			this.onces.put(event.once(), event.id());
		}
	}

	@Nullable PendingEvent find(EventId id) {
		return this.events.get(id);
	}

	/**
	 * The event that this transaction publishes with an idempotency key.
	 * @param once the row of the key
	 * @return its id, if there is one
	 */
	@Nullable EventId published(Key once) {
		return this.onces.get(once);
	}

	boolean remove(EventId id) {
		PendingEvent removed = this.events.remove(id);
		if (removed != null) {
			this.size -= removed.value().length;
			if (removed.once() != null) {
				this.onces.remove(removed.once());
			}
		}
		return removed != null;
	}

	/**
	 * Remember that this transaction watches a type.
	 * @param type the type
	 * @return whether it is the first event of the type
	 */
	boolean firstOf(String type) {
		return this.mayBeLate.putIfAbsent(type, new ArrayList<>()) == null;
	}

	boolean isUnused() {
		return this.mayBeLate.isEmpty();
	}

	/**
	 * The events of a type that readers could miss if the commit is slow.
	 * @param type the type
	 * @return their keys, known once the commit has begun
	 */
	List<Key> mayBeLate(String type) {
		return this.mayBeLate.getOrDefault(type, List.of());
	}

	@Override
	public Runnable mark() {
		Map<EventId, PendingEvent> buffered = new LinkedHashMap<>(this.events);
		Set<String> types = Set.copyOf(this.mayBeLate.keySet());
		long bytes = this.size;
		return () -> {
			this.events.clear();
			this.events.putAll(buffered);
			this.mayBeLate.keySet().retainAll(types);
			this.size = bytes;
		};
	}

	/**
	 * The partitions that events went to, by type.
	 * @return the partitions, known once the commit has begun
	 */
	Map<String, Set<Integer>> places() {
		return this.places;
	}

	Iterable<PendingEvent> events() {
		return this.events.values();
	}

	@Override
	public void prepare(Timestamp base, Writes writes) {
		Map<String, Integer> partitions = new HashMap<>();
		int number = 0;
		for (PendingEvent event : this.events.values()) {
			int count = partitions.computeIfAbsent(event.type(), (type) -> partitions(type, base, writes));
			Key key = write(event, event.partition(count), number, base, writes);
			if (number == 0) {
				writes.primary(key);
			}
			number++;
		}
	}

	/**
	 * The count that the base timestamp decides. What uses the old one is committed
	 * before the switch, so that whoever reads later has seen all of it.
	 */
	private int partitions(String type, Timestamp base, Writes writes) {
		TypeSettings settings = this.types.settings(type, base);
		PartitionSwitch next = settings.history().after(base);
		if (next != null) {
			writes.commitBefore(next.at());
		}
		return settings.partitionsAt(base);
	}

	private Key write(PendingEvent event, int partition, int number, Timestamp base, Writes writes) {
		long millis = (event.due() != null) ? Math.max(event.due(), base.physical()) : base.physical();
		Position position = Position.of(millis, EventIds.position(base, number));
		Key key = this.keys.event(event.type(), partition, position);
		this.places.computeIfAbsent(event.type(), (type) -> new LinkedHashSet<>()).add(partition);
		writes.put(key, event.value());
		if (event.due() != null) {
			writes.put(this.keys.scheduled(event.id()), key.bytes());
		}
		if (event.once() != null) {
			writes.insert(event.once(), new OnceRow(event.id(), base.physical()).encode());
		}
		if (millis <= base.plus(event.settings().max()).physical()) {
			this.mayBeLate.computeIfAbsent(event.type(), (type) -> new ArrayList<>()).add(key);
		}
		return key;
	}

}
