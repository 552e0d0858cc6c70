package io.tito.listener.observation;

import java.util.Map;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.tito.listener.EventMetadata;

/**
 * What is known of an observed call of a listener. The headers of the event carry the
 * trace of its publisher.
 */
public final class ListenerContext extends ReceiverContext<Map<String, String>> {

	private final String listener;

	private final EventMetadata event;

	private final int size;

	ListenerContext(String listener, EventMetadata event, int size, boolean traced) {
		super((headers, name) -> headers.get(name), Kind.CONSUMER);
		this.listener = listener;
		this.event = event;
		this.size = size;
		setCarrier(traced ? event.headers() : Map.of());
		setRemoteServiceName("tito");
	}

	/**
	 * The id of the listener.
	 * @return the id
	 */
	public String listener() {
		return this.listener;
	}

	/**
	 * The event, or the first of several.
	 * @return what is known of it
	 */
	public EventMetadata event() {
		return this.event;
	}

	/**
	 * How many events the call is for.
	 * @return the number, from 1
	 */
	public int size() {
		return this.size;
	}

}
