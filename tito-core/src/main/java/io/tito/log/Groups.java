package io.tito.log;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.tito.annotation.StartPosition;
import io.tito.client.CommitOutcome;
import io.tito.client.Scan;
import io.tito.client.StoreUnavailableException;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.key.Key;
import io.tito.key.Namespace;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The groups that read event types. A group is registered once, for all instances and for
 * ever; from then on no event of the type is lost to it, whether anybody listens or not.
 * Thread-safe.
 */
public final class Groups {

	private static final Logger logger = LoggerFactory.getLogger(Groups.class);

	private static final int ATTEMPTS = 10;

	private final TitoClient client;

	private final LogKeys keys;

	private final EventTypes types;

	private final Map<Key, Registration> known = new ConcurrentHashMap<>();

	public Groups(TitoClient client, LogKeys keys, EventTypes types) {
		this.client = client;
		this.keys = keys;
		this.types = types;
	}

	/**
	 * Register a group, if it is not registered yet.
	 * @param type the event type
	 * @param group the name of the group
	 * @param start where it begins if it is new
	 * @throws IllegalArgumentException if a name cannot be part of a key
	 * @throws StoreUnavailableException if the store kept refusing; try again
	 */
	public void register(String type, String group, StartPosition start) {
		Namespace.checkName("group", group);
		this.types.settings(type);
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			if (find(type, group) != null) {
				return;
			}
			create(type, group, start);
		}
		throw new StoreUnavailableException(
				"The group '%s' of event type '%s' could not be registered; try again".formatted(group, type), null);
	}

	/**
	 * The state that a partition has as long as none is stored.
	 * @param id the partition
	 * @return the state
	 * @throws IllegalStateException if the group is not registered
	 */
	GroupState initialState(PartitionId id) {
		Registration registration = find(id.type(), id.group());
		if (registration == null) {
			throw new IllegalStateException(
					"The group '%s' of event type '%s' is not registered: add a listener for it or register it"
						.formatted(id.group(), id.type()));
		}
		return registration.initialState();
	}

	private @Nullable Registration find(String type, String group) {
		Key key = this.keys.group(type, group);
		Registration registration = this.known.get(key);
		if (registration != null) {
			return registration;
		}
		byte @Nullable [] stored = this.client.get(key);
		if (stored == null) {
			return null;
		}
		Registration found = Registration.decode(key, stored);
		this.known.put(key, found);
		return found;
	}

	private void create(String type, String group, StartPosition start) {
		Transaction transaction = this.client.begin();
		StartPosition decided = (start != StartPosition.AUTOMATIC) ? start : automatic(transaction, type);
		Registration registration = new Registration(decided, transaction.timestamp());
		transaction.insert(this.keys.group(type, group), registration.encode());
		// of two groups that are registered at once, one is the first
		transaction.lock(this.keys.type(type));
		CommitOutcome outcome = transaction.commit();
		if (outcome instanceof CommitOutcome.Committed) {
			logger.info("Registered group '{}' of event type '{}', from the {} event on", group, type,
					(decided == StartPosition.EARLIEST) ? "earliest" : "next");
		}
		else {
			logger.debug("Registering group '{}' of event type '{}' ended as {}", group, type, outcome);
		}
	}

	private StartPosition automatic(Transaction transaction, String type) {
		boolean first = transaction.scan(Scan.prefix(this.keys.groups(type)).limit(1)).isEmpty();
		return first ? StartPosition.EARLIEST : StartPosition.LATEST;
	}

}
