package io.tito.cluster;

import java.time.Duration;
import java.util.List;

import io.tito.client.Snapshot;
import io.tito.client.Transaction;

/**
 * This instance among the live ones. Thread-safe; only the methods that take an instance
 * wait for the store.
 */
public interface Membership {

	/**
	 * This instance: its name and the incarnation of this start.
	 * @return {@code name@incarnation}
	 */
	String self();

	/**
	 * Whether the session of this instance surely still holds: judged by the monotonic
	 * clock, with a margin, from before its last renewal was sent. What needs the session
	 * must stop once this is false. It stays false if another incarnation of the name has
	 * begun; after a mere delay it becomes true again with the next renewal.
	 * @return whether this instance may act as a member
	 */
	boolean isLive();

	/**
	 * Ask the store whether an instance is a member now: its session is not over by the
	 * oracle's time, and no later incarnation has taken its name. One read.
	 * @param instance {@code name@incarnation}
	 * @return whether it is live
	 */
	boolean isLive(String instance);

	/**
	 * How long the session of an instance lasts unless it is renewed, as a snapshot shows
	 * it. One read.
	 * @param snapshot where to read
	 * @param instance {@code name@incarnation}
	 * @return the time from the snapshot on, zero if it is over
	 */
	Duration sessionLeft(Snapshot snapshot, String instance);

	/**
	 * Make a transaction fail to commit if an instance renews its session meanwhile, so
	 * that what the transaction saw of it still holds.
	 * @param transaction the transaction
	 * @param instance {@code name@incarnation}
	 */
	void pin(Transaction transaction, String instance);

	/**
	 * The live instances as of about a second ago, in the order of their names.
	 * @return the members, with this instance among them while its session holds
	 */
	List<Member> members();

	/**
	 * Tell the others that this instance listens to a type as part of a group.
	 * @param type the type
	 * @param group the group
	 */
	void listen(String type, String group);

	/**
	 * Tell the others something that this instance knows, for {@link Member#knows}.
	 * @param text a text with a colon in it, which no subscription has
	 */
	void announce(String text);

	/**
	 * Take back {@link #listen}: others get what this instance has of it.
	 * @param type the type
	 * @param group the group
	 */
	void ignore(String type, String group);

	/**
	 * Run something after {@link #members()} has changed or this instance has found that
	 * it was replaced. It is run on the thread that keeps the session alive and must
	 * return at once.
	 * @param action what to run
	 */
	void onChange(Runnable action);

}
