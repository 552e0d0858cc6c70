package io.tito.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.tito.annotation.StartPosition;
import io.tito.client.CommitOutcome;
import io.tito.client.Entry;
import io.tito.client.Scan;
import io.tito.client.Snapshot;
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
			Registration found = find(type, group);
			if (found != null && found.leaving()) {
				throw new IllegalStateException(("The group '%s' of event type '%s' is being removed: finish that with "
						+ "EventLogOperations.removeGroup, then register it again")
					.formatted(group, type));
			}
			if (found != null) {
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
			throw notRegistered(id.type(), id.group());
		}
		return registration.initialState();
	}

	/**
	 * Make sure that a group is registered, before anything is asked of it.
	 * @throws IllegalStateException if not
	 */
	void require(String type, String group) {
		if (!isRegistered(type, group)) {
			throw notRegistered(type, group);
		}
	}

	boolean isRegistered(String type, String group) {
		Namespace.checkName("event type", type);
		return find(type, Namespace.checkName("group", group)) != null;
	}

	/**
	 * Make sure that a group was not removed, before the first state of a partition is
	 * stored. Removal writes that state too, so one of both fails.
	 * @param at the transaction that will store it, or a snapshot from after it has
	 * locked it
	 * @param id the partition
	 * @throws IllegalStateException if the group is not registered any more
	 */
	void verify(Snapshot at, PartitionId id) {
		Key key = this.keys.group(id.type(), id.group());
		byte @Nullable [] stored = at.get(key);
		if (stored == null || Registration.decode(key, stored).leaving()) {
			forget(id.type(), id.group());
			throw notRegistered(id.type(), id.group());
		}
	}

	/**
	 * Pause a group everywhere, or let it go on.
	 * @return whether that changes anything
	 * @throws IllegalStateException if the group is not registered
	 */
	boolean pause(Transaction transaction, String type, String group, boolean pause) {
		Key row = this.keys.group(type, group);
		byte @Nullable [] stored = transaction.getForUpdate(row);
		if (stored == null) {
			throw notRegistered(type, group);
		}
		Registration found = Registration.decode(row, stored);
		if (found.paused() == pause) {
			return false;
		}
		transaction.put(row, found.asPaused(pause).encode());
		return true;
	}

	/**
	 * Look the registration up in the store when it is needed next.
	 */
	void forget(String type, String group) {
		this.known.remove(this.keys.group(type, group));
	}

	/**
	 * The groups of a type, those that are being removed left out.
	 */
	List<String> names(Snapshot at, String type) {
		return list(at, type).stream().filter((group) -> !group.removing()).map(GroupInfo::group).toList();
	}

	List<GroupInfo> list(Snapshot at, String type) {
		Key prefix = this.keys.groups(type);
		List<GroupInfo> groups = new ArrayList<>();
		for (Entry entry : at.scan(Scan.prefix(prefix))) {
			String name = entry.key().text().substring(prefix.text().length());
			// states lie between registrations, with a partition behind another colon
			if (name.indexOf(':') < 0) {
				Registration found = Registration.decode(entry.key(), entry.value());
				groups.add(new GroupInfo(type, name, found.start(), found.at().instant(), found.leaving(),
						found.paused()));
			}
		}
		return groups;
	}

	private static IllegalStateException notRegistered(String type, String group) {
		return new IllegalStateException(
				"The group '%s' of event type '%s' is not registered: add a listener for it or register it"
					.formatted(group, type));
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
		if (!found.leaving()) {
			this.known.put(key, found);
		}
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
