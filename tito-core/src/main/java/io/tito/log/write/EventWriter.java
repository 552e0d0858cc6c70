package io.tito.log.write;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.tito.client.Timestamp;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.key.Key;
import io.tito.log.EventCodec;
import io.tito.log.EventId;
import io.tito.log.EventRefusedException;
import io.tito.log.EventTypes;
import io.tito.log.LogKeys;
import io.tito.log.LogListener;
import io.tito.log.OnceRow;
import io.tito.log.Partitioner;
import io.tito.log.StoredEvent;
import io.tito.log.TypeSettings;
import org.jspecify.annotations.Nullable;

/**
 * The writing end of the log: appends events to a transaction, so that they are committed
 * with its other writes or not at all.
 * <p>
 * An event is buffered in its transaction and gets its position when the commit begins.
 * The order of positions is the order in which the events of one transaction were
 * appended, and events of a transaction that began after another's commit returned lie
 * behind those of the other. Thread-safe; each transaction belongs to one thread.
 */
public final class EventWriter {

	/** The most events of one transaction. */
	public static final int MAX_EVENTS = EventLimits.EVENTS;

	private final EventTypes types;

	private final LogKeys keys;

	private final SlowCommits slowCommits;

	private final PublishSignal signal;

	private final LogListener listener;

	private volatile EventHeaderSource headers = (type, given) -> given;

	public EventWriter(TitoClient client, EventTypes types, LogKeys keys, PublishSignal signal, LogListener listener) {
		this.types = types;
		this.keys = keys;
		this.slowCommits = new SlowCommits(client, keys);
		this.signal = signal;
		this.listener = listener;
	}

	/**
	 * Let something add to the headers of all events.
	 * @param source what is asked for each event
	 */
	public void setHeaders(EventHeaderSource source) {
		this.headers = source;
	}

	/**
	 * Append an event.
	 * @param transaction the transaction that it becomes part of
	 * @param event the event
	 * @return its id
	 * @throws EventRefusedException if it exceeds a limit; nothing was buffered and the
	 * transaction stays usable
	 * @throws IllegalArgumentException if the type's name cannot be part of a key
	 */
	public EventId append(Transaction transaction, NewEvent event) {
		return appendAll(transaction, List.of(event)).get(0);
	}

	/**
	 * Append events, all or none. One with an idempotency key that was published before,
	 * in this transaction or in one that has committed, is not appended again.
	 * @param transaction the transaction that they become part of
	 * @param events the events
	 * @return their ids, in the same order; of one that was published before, the id that
	 * it got then
	 * @throws EventRefusedException if one exceeds a limit, or all of them do; nothing
	 * was buffered and the transaction stays usable
	 * @throws IllegalArgumentException if a type's name cannot be part of a key
	 */
	public List<EventId> appendAll(Transaction transaction, Collection<NewEvent> events) {
		events.forEach(EventLimits::check);
		List<PendingEvent> prepared = events.stream().map(this::pending).toList();
		PendingEvents pending = PendingEvents.of(transaction, this.keys, this.types);
		Map<Key, EventId> published = published(transaction, pending, prepared);
		List<PendingEvent> added = new ArrayList<>();
		List<EventId> ids = new ArrayList<>();
		for (PendingEvent event : prepared) {
			EventId earlier = (event.once() != null) ? published.putIfAbsent(event.once(), event.id()) : null;
			if (earlier == null) {
				added.add(event);
			}
			ids.add((earlier != null) ? earlier : event.id());
		}
		pending.check(added);
		added.forEach((event) -> add(transaction, pending, event));
		return ids;
	}

	private Map<Key, EventId> published(Transaction transaction, PendingEvents pending, List<PendingEvent> events) {
		Map<Key, EventId> published = new HashMap<>();
		Set<Key> unknown = new LinkedHashSet<>();
		for (PendingEvent event : events) {
			Key once = event.once();
			if (once != null) {
				EventId id = pending.published(once);
				if (id != null) {
					published.put(once, id);
				}
				else {
					unknown.add(once);
				}
			}
		}
		if (!unknown.isEmpty()) {
			transaction.getAll(unknown).forEach((row, value) -> published.put(row, OnceRow.decode(row, value).id()));
		}
		return published;
	}

	private void add(Transaction transaction, PendingEvents pending, PendingEvent event) {
		boolean first = pending.isUnused();
		pending.add(event);
		if (first) {
			transaction.onCommit(pending);
			transaction.afterCommit(() -> tell(pending));
		}
		if (pending.firstOf(event.type())) {
			transaction.bound(this.slowCommits.bound(event.type(), event.settings(), pending));
		}
	}

	/**
	 * The events that a transaction will publish when it commits: appended and neither
	 * taken back nor undone by a savepoint.
	 * @param transaction the transaction
	 * @return its events, in the order in which they were appended
	 */
	public List<BufferedEvent> buffered(Transaction transaction) {
		List<BufferedEvent> buffered = new ArrayList<>();
		for (PendingEvent event : PendingEvents.of(transaction, this.keys, this.types).events()) {
			int partition = event.partition(this.types.partitionsNow(event.type()));
			buffered.add(new BufferedEvent(event.type(), partition, EventCodec.decode(event.value())));
		}
		return buffered;
	}

	/**
	 * Take back an event that is not yet due: one that this transaction appended, or one
	 * with a due time that was committed before it began. The commit is then bound to
	 * come before the due time, so an event that was taken back has never been delivered.
	 * @param transaction the transaction that takes it back
	 * @param id the id that {@link #append} returned
	 * @return whether the event will be gone if the transaction commits; false if it is
	 * due, was never scheduled or is gone already
	 */
	public boolean cancel(Transaction transaction, EventId id) {
		if (PendingEvents.of(transaction, this.keys, this.types).remove(id)) {
			return true;
		}
		Key event = notYetDue(transaction, id);
		if (event != null) {
			takeBack(transaction, id, event);
		}
		return event != null;
	}

	/**
	 * Give an event that is not yet due another time: {@link #cancel} and append in one
	 * transaction, under the same id.
	 * @param transaction the transaction that does so
	 * @param id the id that {@link #append} returned
	 * @param due when it is to be handled; a time that has passed means at once
	 * @return whether the event will have the new time if the transaction commits; false
	 * if it is due, was never scheduled or is gone already
	 * @throws EventRefusedException if the time lies outside the years 1970 to 9999, or
	 * the transaction holds too much; nothing has changed
	 */
	public boolean reschedule(Transaction transaction, EventId id, Instant due) {
		PendingEvents pending = PendingEvents.of(transaction, this.keys, this.types);
		PendingEvent own = pending.find(id);
		if (own != null) {
			EventLimits.checkDue(own.type(), due);
			pending.add(moved(own, own.value(), due));
			return true;
		}
		Key event = notYetDue(transaction, id);
		byte @Nullable [] row = (event != null) ? transaction.get(event) : null;
		if (event == null || row == null) {
			return false;
		}
		String type = this.keys.typeOf(event);
		EventLimits.checkDue(type, due);
		PendingEvent moved = moved(again(id, type, event, row), row, due);
		pending.check(List.of(moved));
		takeBack(transaction, id, event);
		add(transaction, pending, moved);
		return true;
	}

	private PendingEvent again(EventId id, String type, Key event, byte[] row) {
		StoredEvent stored = EventCodec.decode(row);
		Integer placed = stored.placed() ? this.keys.partitionOf(event) : null;
		return new PendingEvent(id, type, this.types.settings(type), Partitioner.hash(stored.key()), placed, null, row,
				null);
	}

	private static PendingEvent moved(PendingEvent event, byte[] row, Instant due) {
		Long millis = millis(due);
		StoredEvent stored = EventCodec.decode(row);
		return event.due(millis, EventCodec.encode(stored.withDue(millis)));
	}

	/**
	 * The key of a scheduled event whose time is to come, by the oracle's time at which
	 * the transaction began.
	 */
	private @Nullable Key notYetDue(Transaction transaction, EventId id) {
		byte @Nullable [] stored = transaction.get(this.keys.scheduled(id));
		if (stored == null) {
			return null;
		}
		Key event = Key.wrap(stored);
		return transaction.timestamp().isBefore(due(event)) ? event : null;
	}

	private void takeBack(Transaction transaction, EventId id, Key event) {
		transaction.delete(event);
		transaction.delete(this.keys.scheduled(id));
		transaction.commitBefore(due(event));
	}

	private Timestamp due(Key event) {
		return Timestamp.of(this.keys.position(event).millis(), 0);
	}

	private PendingEvent pending(NewEvent event) {
		EventId id = EventIds.next();
		String key = (event.key() != null) ? event.key() : id.toString();
		Long due = millis(event.due());
		byte[] value = EventCodec.encode(new StoredEvent(id, key, event.operation(), event.versionBefore(),
				event.versionAfter(), due, event.payloadType(), this.headers.headers(event.type(), event.headers()),
				event.payload(), event.partition() != null));
		EventLimits.checkSize(event.type(), value.length);
		TypeSettings settings = this.types.settings(event.type());
		String once = event.idempotencyKey();
		return new PendingEvent(id, event.type(), settings, Partitioner.hash(key), placed(event), due, value,
				(once != null) ? this.keys.once(event.type(), once) : null);
	}

	private @Nullable Integer placed(NewEvent event) {
		Integer wanted = event.partition();
		if (wanted != null) {
			EventLimits.checkPartition(event.type(), wanted, this.types.partitionsNow(event.type()));
		}
		return wanted;
	}

	private static @Nullable Long millis(@Nullable Instant due) {
		if (due == null) {
			return null;
		}
		// up, for an event must not be delivered before its time
		return (due.getNano() % 1_000_000 == 0) ? due.toEpochMilli() : due.toEpochMilli() + 1;
	}

	private void tell(PendingEvents pending) {
		Map<String, Integer> counts = new HashMap<>();
		for (PendingEvent event : pending.events()) {
			counts.merge(event.type(), 1, Integer::sum);
		}
		// those with a due time too: the owner then knows when to look
		pending.places()
			.forEach((type, partitions) -> partitions.forEach((partition) -> this.signal.published(type, partition)));
		counts.forEach(this.listener::published);
	}

}
