package io.tito.log;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

import io.tito.client.CommitOutcome;
import io.tito.client.Entry;
import io.tito.client.Scan;
import io.tito.client.Snapshot;
import io.tito.client.Timestamp;
import io.tito.client.Transaction;
import io.tito.key.Key;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One round of retention for one event type. Each removal reads the states of all groups
 * in the transaction that removes.
 */
final class TypeRetention {

	private static final Logger logger = LoggerFactory.getLogger(TypeRetention.class);

	private static final int BATCH = 1000;

	private final EventLog log;

	private final String type;

	private final List<String> groups;

	private final Nudges nudges;

	private final Consumer<Transaction> fence;

	private final TypeSettings settings;

	private int nudged;

	TypeRetention(EventLog log, String type, List<String> groups, Nudges nudges, Consumer<Transaction> fence) {
		this.log = log;
		this.type = type;
		this.groups = groups;
		this.nudges = nudges;
		this.fence = fence;
		this.settings = log.currentSettings(type);
	}

	int nudged() {
		return this.nudged;
	}

	/**
	 * Remove the events from before a time that every group has settled.
	 */
	long removeEvents(Timestamp oldest) {
		long removed = 0;
		for (int partition = 0; partition < this.settings.partitions(); partition++) {
			int batch = BATCH;
			while (batch == BATCH) {
				batch = removeBatch(partition, Position.floor(oldest));
				removed += batch;
			}
		}
		return removed;
	}

	private int removeBatch(int partition, Position oldest) {
		Transaction transaction = this.log.client().begin();
		try {
			Map<PartitionId, GroupState> states = this.log.states(transaction, ids(partition));
			Position end = oldest;
			for (GroupState state : states.values()) {
				end = min(end, settled(state));
			}
			Position trimmed = this.log.trimmed(transaction, this.type, partition);
			List<Entry> events = end.isAfter(trimmed) ? events(transaction, partition, trimmed, end) : List.of();
			if (events.isEmpty()) {
				if (end.compareTo(oldest) < 0) {
					nudgeIfWanted(transaction, partition, end, oldest, states);
				}
				transaction.rollback();
				return 0;
			}
			events.forEach((event) -> transaction.delete(event.key()));
			Position last = this.log.keys().position(events.get(events.size() - 1).key());
			transaction.put(this.log.keys().trim(this.type, partition), Trims.encode(last));
			return commit(transaction) ? events.size() : 0;
		}
		catch (RuntimeException ex) {
			transaction.rollback();
			throw ex;
		}
	}

	/**
	 * A group has settled what is at most P and so old that its commit is surely not
	 * after S.
	 */
	private Position settled(GroupState state) {
		return min(state.position(), Position.floor(state.snapshot().minus(this.settings.max())));
	}

	private List<Entry> events(Snapshot at, int partition, Position after, Position upTo) {
		Key prefix = this.log.keys().events(this.type, partition);
		Key to = prefix.append(upTo.text()).next();
		return at.scan(Scan.range(prefix.append(after.text()).next(), to).withoutValues().limit(BATCH));
	}

	/**
	 * Only if there is something to remove behind what the groups have stored.
	 */
	private void nudgeIfWanted(Snapshot at, int partition, Position end, Position oldest,
			Map<PartitionId, GroupState> states) {
		Key prefix = this.log.keys().events(this.type, partition);
		Scan next = Scan.range(prefix.append(end.text()).next(), prefix.append(oldest.text()).next()).limit(1);
		if (!at.scan(next.withoutValues()).isEmpty()) {
			states.forEach((id, state) -> {
				if (settled(state).compareTo(oldest) < 0) {
					nudge(id, state);
				}
			});
		}
	}

	private void nudge(PartitionId id, GroupState state) {
		this.nudged += this.nudges.nudge(id, state) ? 1 : 0;
	}

	/**
	 * Remove announcements of commits that every group has looked behind.
	 */
	int removeAnnouncements(Snapshot now) {
		int removed = 0;
		for (Entry row : now.scan(Scan.prefix(this.log.keys().lates(this.type)).limit(BATCH))) {
			Timestamp end = this.log.keys().baseOf(row.key()).plus(this.settings.max());
			if (!end.isBefore(now.timestamp())) {
				return removed;
			}
			removed += removeAnnouncement(row, end) ? 1 : 0;
		}
		return removed;
	}

	private boolean removeAnnouncement(Entry row, Timestamp end) {
		Set<Integer> partitions = new TreeSet<>();
		Announcement.decode(row.key(), row.value())
			.events()
			.forEach((event) -> partitions.add(this.log.keys().partitionOf(event)));
		Transaction transaction = this.log.client().begin();
		try {
			Map<PartitionId, GroupState> waiting = waiting(transaction, partitions, end);
			if (!waiting.isEmpty()) {
				transaction.rollback();
				waiting.forEach(this::nudge);
				return false;
			}
			transaction.delete(row.key());
			// a group that is registered meanwhile may have begun before the end
			transaction.lock(this.log.keys().type(this.type));
			return commit(transaction);
		}
		catch (RuntimeException ex) {
			transaction.rollback();
			throw ex;
		}
	}

	private Map<PartitionId, GroupState> waiting(Transaction transaction, Set<Integer> partitions, Timestamp end) {
		Map<PartitionId, GroupState> waiting = new LinkedHashMap<>();
		List<String> registered = this.log.groups().names(transaction, this.type);
		for (String group : registered) {
			List<PartitionId> ids = partitions.stream()
				.map((partition) -> new PartitionId(this.type, group, partition))
				.toList();
			this.log.states(transaction, ids).forEach((id, state) -> {
				if (state.snapshot().isBefore(end)) {
					waiting.put(id, state);
				}
			});
		}
		return waiting;
	}

	private List<PartitionId> ids(int partition) {
		return this.groups.stream().map((group) -> new PartitionId(this.type, group, partition)).toList();
	}

	private boolean commit(Transaction transaction) {
		this.fence.accept(transaction);
		CommitOutcome outcome = transaction.commit();
		if (!(outcome instanceof CommitOutcome.Committed)) {
			logger.debug("A step of the retention of event type '{}' ended as {}", this.type, outcome);
		}
		return outcome instanceof CommitOutcome.Committed;
	}

	private static Position min(Position one, Position other) {
		return one.isAfter(other) ? other : one;
	}

}
