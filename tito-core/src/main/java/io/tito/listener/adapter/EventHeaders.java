package io.tito.listener.adapter;

/**
 * The names of the message headers that a delivery sets beside the event's own.
 */
public final class EventHeaders {

	/** The whole {@code EventMetadata}. */
	public static final String METADATA = "tito_metadata";

	/** The id of the event, as text. */
	public static final String EVENT_ID = "tito_eventId";

	/** The type of the event. */
	public static final String TYPE = "tito_type";

	/** The key of the event. */
	public static final String KEY = "tito_key";

	/** Which attempt this is, from 1. */
	public static final String ATTEMPT = "tito_attempt";

	/** The name of the class that was published. */
	public static final String PAYLOAD_TYPE = "tito_payloadType";

	private EventHeaders() {
	}

}
