package io.tito.benchmark.peer;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A product that is open. It owns its schema and its consumers; the harness owns the
 * load, the clock and the bookkeeping. {@link #commit} and {@link #commitDelayed} are
 * called by many threads at once, everything else by one.
 */
public interface Peer extends AutoCloseable {

	/**
	 * Run one durable transaction: insert a document and publish an event. Returns after
	 * the commit.
	 * @param id the document's id
	 * @param document the document, JSON
	 * @param event the event
	 */
	void commit(String id, String document, Event event);

	/**
	 * Do the same with an event that must not be handled before a delay has passed.
	 * @param id the document's id
	 * @param document the document, JSON
	 * @param event the event
	 * @param delay how long it is held back, from now on
	 */
	default void commitDelayed(String id, String document, Event event, Duration delay) {
		throw new UnsupportedOperationException("This product holds no events back");
	}

	/**
	 * Start consuming, a pending backlog included. May be called again after
	 * {@link #consumersOff}.
	 * @throws Exception if that fails
	 */
	void consumersOn() throws Exception;

	/**
	 * Stop consuming, and wait until no handler runs any more.
	 * @throws Exception if that fails
	 */
	void consumersOff() throws Exception;

	/**
	 * Committed events whose handling is not yet durably acknowledged.
	 * @return how many
	 */
	long pending();

	/**
	 * Make events pending, round robin over the partitions. What is stored must be what
	 * the product itself would have stored.
	 * @param first sequence of the first one
	 * @param count how many
	 */
	void seed(long first, int count);

	/**
	 * Drop every document and event. Consumers are off.
	 * @throws Exception if that fails
	 */
	void clear() throws Exception;

	/**
	 * Events that were handled before they were due by the clock that the product goes
	 * by, since it was opened.
	 * @return how many; empty if it goes by the clock of this machine
	 */
	default OptionalLong early() {
		return OptionalLong.empty();
	}

	/**
	 * The product's own server, whose work counts as the product's.
	 * @return its process, if it is neither this one nor PostgreSQL
	 */
	default Optional<ProcessHandle> server() {
		return Optional.empty();
	}

	@Override
	void close() throws IOException;

}
