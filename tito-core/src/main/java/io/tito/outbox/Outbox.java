package io.tito.outbox;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

import io.tito.log.EventId;

/**
 * Publishes events in the transaction that changes the data: both are committed, or
 * neither. Thread-safe.
 * <p>
 * Each method joins the Tito transaction of the calling thread, or runs its own if there
 * is no transaction at all. Inside a transaction of another store only, in a read-only
 * one, and after completion, it throws {@link OutboxTransactionException} and writes
 * nothing: a dual write never happens silently.
 */
public interface Outbox {

	/**
	 * Publish an event. In a surrounding transaction it is stored when that commits.
	 * @param event the event
	 * @return its id, for {@link #cancel}
	 * @throws io.tito.log.EventRefusedException if it exceeds a limit; the transaction
	 * stays usable
	 * @throws OutboxTransactionException if the transaction around does not allow it
	 */
	EventId publish(OutboundEvent event);

	/**
	 * Publish events: all of them, or none. All are checked before the first is buffered.
	 * @param events the events, at most 10 000 of a transaction
	 * @return their ids, in the same order
	 * @throws io.tito.log.EventRefusedException if one exceeds a limit, or all of them
	 * do; the transaction stays usable
	 * @throws OutboxTransactionException if the transaction around does not allow it
	 */
	List<EventId> publishAll(Collection<OutboundEvent> events);

	/**
	 * Take back an event that is not yet due. What was taken back has never been and will
	 * never be delivered. In a surrounding transaction the answer holds if that commits,
	 * which it can only before the due time; past it the commit fails and nothing was
	 * changed.
	 * @param id the id that {@link #publish} returned
	 * @return whether it was taken back; false if it is due, was published without a due
	 * time, or is gone already
	 * @throws OutboxTransactionException if the transaction around does not allow it
	 */
	boolean cancel(EventId id);

	/**
	 * Give an event that is not yet due another time, as {@link #cancel} and
	 * {@link #publish} in one transaction would, but under the same id.
	 * @param id the id that {@link #publish} returned
	 * @param at when it is to be handled; a time that has passed means at once
	 * @return whether it has the new time; false if it is due, was published without a
	 * due time, or is gone already
	 * @throws io.tito.log.EventRefusedException if the time lies outside the years 1970
	 * to 9999
	 * @throws OutboxTransactionException if the transaction around does not allow it
	 */
	boolean reschedule(EventId id, Instant at);

}
