package io.tito.log;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.tito.client.CommitOutcome;
import io.tito.client.Snapshot;
import io.tito.client.StoreUnavailableException;
import io.tito.client.Timestamp;
import io.tito.client.TitoClient;
import io.tito.client.TitoClientException;
import io.tito.client.Transaction;
import io.tito.key.Key;
import io.tito.key.Namespace;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings of each event type. They decide in which partition an event lies, so all
 * instances must agree: the first use of a type stores its initial settings, in a small
 * transaction of its own, and from then on what is stored rules.
 * <p>
 * The number of partitions may grow while instances are at work. They agree on it all the
 * same, without asking each time: what was read at one timestamp may be used for
 * {@link #VALID} of the oracle's time, and a change is announced for longer than that.
 * Thread-safe.
 */
public final class EventTypes {

	/** How much later than it was read a setting may be used. */
	static final Duration VALID = Duration.ofSeconds(30);

	private static final Logger logger = LoggerFactory.getLogger(EventTypes.class);

	private static final int ATTEMPTS = 5;

	/** Read again soon enough that nobody has to wait for it. */
	private static final long REFRESH_NANOS = VALID.dividedBy(3).toNanos();

	private final TitoClient client;

	private final LogKeys keys;

	private final Function<String, TypeSettings> initial;

	private final TypePreparation preparation;

	private final Map<String, KnownSettings> known = new ConcurrentHashMap<>();

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
	 * The settings of a type, stored now if the type is new. Reads the store on the first
	 * use, and again after some seconds to see whether there are more partitions.
	 * @param type the type: 1 to 64 of {@code A-Z a-z 0-9 . _ -}
	 * @return its settings
	 * @throws IllegalArgumentException if the type's name cannot be part of a key
	 */
	public TypeSettings settings(String type) {
		return current(type).settings();
	}

	/**
	 * The number of partitions that surely exist: an announced switch does not count
	 * before its time.
	 * @param type the type
	 * @return the number
	 */
	public int partitionsNow(String type) {
		KnownSettings current = current(type);
		return current.settings().partitionsAt(current.at());
	}

	/**
	 * The settings of a type as they hold at a timestamp.
	 * @param type a type that was used
	 * @param timestamp the base timestamp of a transaction, or that of a snapshot
	 * @return its settings, with every switch at or before the timestamp
	 * @throws StoreUnavailableException if they had to be read again and were not
	 */
	public TypeSettings settings(String type, Timestamp timestamp) {
		KnownSettings found = this.known.get(type);
		if (found == null || timestamp.isAfter(found.at().plus(VALID))) {
			found = read(type);
		}
		return found.settings();
	}

	/**
	 * Read the settings of a type again.
	 */
	TypeSettings refresh(String type) {
		return read(type).settings();
	}

	/**
	 * Prepare the store for partitions that are announced.
	 */
	void prepare(String type, TypeSettings settings) {
		this.preparation.prepare(type, settings);
	}

	private KnownSettings current(String type) {
		KnownSettings found = this.known.get(type);
		if (found == null) {
			return load(Namespace.checkName("event type", type));
		}
		if (System.nanoTime() - found.readAt() > REFRESH_NANOS && found.claim()) {
			try {
				return read(type);
			}
			catch (TitoClientException ex) {
				logger.debug("The settings of the event type '{}' could not be read again", type, ex);
			}
			finally {
				found.release();
			}
		}
		return found;
	}

	private KnownSettings load(String type) {
		KnownSettings stored = find(type);
		if (stored == null) {
			this.preparation.prepare(type, this.initial.apply(type));
		}
		for (int attempt = 1; stored == null && attempt <= ATTEMPTS; attempt++) {
			create(this.keys.type(type), this.initial.apply(type));
			stored = find(type);
		}
		if (stored == null) {
			throw new StoreUnavailableException(
					"The settings of the event type '%s' could not be stored; try again".formatted(type), null);
		}
		if (this.known.putIfAbsent(type, stored) == null) {
			warnIfDifferent(type, stored.settings());
		}
		return stored;
	}

	private KnownSettings read(String type) {
		KnownSettings found = find(type);
		if (found == null) {
			return load(type);
		}
		// of two that read at once, the later one counts
		return Objects
			.requireNonNull(this.known.merge(type, found, (one, other) -> one.at().isAfter(other.at()) ? one : other));
	}

	private @Nullable KnownSettings find(String type) {
		long now = System.nanoTime();
		Snapshot snapshot = this.client.snapshot();
		Key key = this.keys.type(type);
		byte @Nullable [] stored = snapshot.get(key);
		return (stored != null) ? new KnownSettings(TypeSettingsCodec.decode(key, stored), snapshot.timestamp(), now)
				: null;
	}

	private void create(Key key, TypeSettings settings) {
		Transaction transaction = this.client.begin();
		transaction.insert(key, TypeSettingsCodec.encode(settings));
		CommitOutcome outcome = transaction.commit();
		logger.debug("Storing the settings at {} ended as {}", key, outcome);
	}

	private void warnIfDifferent(String type, TypeSettings stored) {
		TypeSettings wanted = this.initial.apply(type);
		if (!stored.agreesWith(wanted)) {
			logger.warn("The event type '{}' is stored with {}, which rules; the properties ask for {}. "
					+ "Properties are initial values: change them to what is stored", type, stored, wanted);
		}
	}

}
