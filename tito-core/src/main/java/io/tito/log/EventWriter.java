package io.tito.log;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import io.tito.client.TitoClient;
import io.tito.client.Timestamp;
import io.tito.client.Transaction;
import io.tito.key.Key;
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
		EventLimits.check(event);
		PendingEvent next = pending(event);
		PendingEvents pending = PendingEvents.of(transaction, this.keys);
		boolean first = pending.isUnused();
		pending.add(next);
		if (first) {
			transaction.onCommit(pending);
			transaction.afterCommit(() -> tell(pending));
		}
		if (pending.firstOf(event.type())) {
			transaction.bound(this.slowCommits.bound(event.type(), next.settings(), pending));
		}
		return next.id();
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
		if (PendingEvents.of(transaction, this.keys).remove(id)) {
			return true;
		}
		Key scheduled = this.keys.scheduled(id);
		byte @Nullable [] stored = transaction.get(scheduled);
		if (stored == null) {
			return false;
		}
		Key event = Key.wrap(stored);
		Timestamp due = Timestamp.of(this.keys.position(event).millis(), 0);
		if (!transaction.timestamp().isBefore(due)) {
			return false;
		}
		transaction.delete(event);
		transaction.delete(scheduled);
		transaction.commitBefore(due);
		return true;
	}

	private PendingEvent pending(NewEvent event) {
		EventId id = EventIds.next();
		String key = (event.key() != null) ? event.key() : id.toString();
		Long due = millis(event.due());
		byte[] value = EventCodec
			.encode(new StoredEvent(id, key, event.operation(), event.versionBefore(), event.versionAfter(), due,
					event.payloadType(), this.headers.headers(event.type(), event.headers()), event.payload()));
		EventLimits.checkSize(event.type(), value.length);
		TypeSettings settings = this.types.settings(event.type());
		int partition = Partitioner.partition(key, settings.partitions());
		return new PendingEvent(id, event.type(), settings, partition, due, value);
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
		Set<Place> places = new LinkedHashSet<>();
		for (PendingEvent event : pending.events()) {
			counts.merge(event.type(), 1, Integer::sum);
			places.add(new Place(event.type(), event.partition()));
		}
		// those with a due time too: the owner then knows when to look
		places.forEach((place) -> this.signal.published(place.type(), place.partition()));
		counts.forEach(this.listener::published);
	}

	private record Place(String type, int partition) {

	}

}
