package io.tito.log;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.tito.client.CommitOutcome;
import io.tito.client.StoreUnavailableException;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.key.Key;
import io.tito.key.Namespace;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings of each event type. They decide in which partition an event lies, so all
 * instances must agree: the first use of a type stores its initial settings, in a small
 * transaction of its own, and from then on what is stored rules. Thread-safe.
 */
public final class EventTypes {

	private static final Logger logger = LoggerFactory.getLogger(EventTypes.class);

	private static final int ATTEMPTS = 5;

	private final TitoClient client;

	private final LogKeys keys;

	private final Function<String, TypeSettings> initial;

	private final TypePreparation preparation;

	private final Map<String, TypeSettings> known = new ConcurrentHashMap<>();

	public EventTypes(TitoClient client, LogKeys keys, Function<String, TypeSettings> initial) {
		this(client, keys, initial, TypePreparation.NONE);
	}

	/**
	 * Create one.
	 * @param client the client
	 * @param keys the keys of the log
	 * @param initial what a new type is stored with
	 * @param preparation runs before a new type is stored, so that it is not left out if
	 * the instance dies in between
	 */
	public EventTypes(TitoClient client, LogKeys keys, Function<String, TypeSettings> initial,
			TypePreparation preparation) {
		this.client = client;
		this.keys = keys;
		this.initial = initial;
		this.preparation = preparation;
	}

	/**
	 * The settings of a type, stored now if the type is new. Reads the store once per
	 * type and instance.
	 * @param type the type: 1 to 64 of {@code A-Z a-z 0-9 . _ -}
	 * @return its settings
	 * @throws IllegalArgumentException if the type's name cannot be part of a key
	 */
	public TypeSettings settings(String type) {
		TypeSettings settings = this.known.get(type);
		if (settings != null) {
			return settings;
		}
		TypeSettings stored = load(Namespace.checkName("event type", type));
		TypeSettings raced = this.known.putIfAbsent(type, stored);
		if (raced == null) {
			warnIfDifferent(type, stored);
		}
		return stored;
	}

	private TypeSettings load(String type) {
		Key key = this.keys.type(type);
		byte @Nullable [] stored = this.client.get(key);
		if (stored == null) {
			this.preparation.prepare(type, this.initial.apply(type));
		}
		for (int attempt = 1; stored == null && attempt <= ATTEMPTS; attempt++) {
			create(key, this.initial.apply(type));
			stored = this.client.get(key);
		}
		if (stored == null) {
			throw new StoreUnavailableException(
					"The settings of the event type '%s' could not be stored; try again".formatted(type), null);
		}
		return TypeSettingsCodec.decode(key, stored);
	}

	private void create(Key key, TypeSettings settings) {
		Transaction transaction = this.client.begin();
		transaction.insert(key, TypeSettingsCodec.encode(settings));
		CommitOutcome outcome = transaction.commit();
		logger.debug("Storing the settings at {} ended as {}", key, outcome);
	}

	private void warnIfDifferent(String type, TypeSettings stored) {
		TypeSettings wanted = this.initial.apply(type);
		if (!stored.equals(wanted)) {
			logger.warn("The event type '{}' is stored with {}, which rules; the properties ask for {}. "
					+ "Properties are initial values: change them to what is stored", type, stored, wanted);
		}
	}

}
