package io.tito.outbox;

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

}
