package io.tito.log.write;

import java.util.Map;

/**
 * Adds to the headers of events when they are published, such as the trace of the
 * publisher. Thread-safe; must return at once.
 */
@FunctionalInterface
public interface EventHeaderSource {

	/**
	 * The headers that an event is published with.
	 * @param type its type
	 * @param headers what the publisher gave it
	 * @return these and more
	 */
	Map<String, String> headers(String type, Map<String, String> headers);

}
