package io.tito.log;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.stream.IntStream;

import io.tito.client.Entry;
import io.tito.client.Scan;
import io.tito.client.Snapshot;
import io.tito.key.Key;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What operators and applications may ask of the log. Answers come from the store, each
 * from one snapshot, and are the same on every instance. Thread-safe.
 */
public final class EventLogOperations {

	private static final Logger logger = LoggerFactory.getLogger(EventLogOperations.class);

	private final EventLog log;

	private final GroupUse use;

	public EventLogOperations(EventLog log) {
		this(log, GroupUse.UNKNOWN);
	}

	/**
	 * Create one.
	 * @param log the log
	 * @param use tells which groups must not be removed now
	 */
	public EventLogOperations(EventLog log, GroupUse use) {
		this.log = log;
		this.use = use;
	}

	/**
	 * How far a group is behind. Costs a few reads per partition.
	 * @param type the event type
	 * @param group the group
	 * @return the lag
	 * @throws IllegalStateException if the group is not registered
	 */
	public GroupLag lag(String type, String group) {
		Snapshot now = this.log.client().snapshot();
		Sum sum = new Sum();
		this.log.states(now, partitionIds(type, group)).forEach((id, state) -> add(now, id, state, sum));
		Scan deadLetters = Scan.prefix(this.log.keys().deadLetters(type, group)).withoutValues();
		return new GroupLag(sum.pending, sum.parked, now.scan(deadLetters).size(),
				(sum.oldest != Long.MAX_VALUE) ? Instant.ofEpochMilli(sum.oldest) : null);
	}

	/**
	 * The events that a group gave up, by partition and position.
	 * @param type the event type
	 * @param group the group
	 * @param limit how many to return at most
	 * @return the dead letters
	 */
	public List<DeadLetter> deadLetters(String type, String group, int limit) {
		return new DeadLetterReader(this.log).find(DeadLetterQuery.of(type, group).limit(limit))
			.stream()
			.map(BuriedEvent::letter)
			.toList();
	}

	/**
	 * The event types that were used.
	 * @return their names
	 */
	public List<String> types() {
		return this.log.types(this.log.client().snapshot());
	}

	/**
	 * The groups of a type: its events are kept until all of them have handled them.
	 * @param type the event type
	 * @return the groups by name
	 */
	public List<GroupInfo> groups(String type) {
		return this.log.groups().list(this.log.client().snapshot(), type);
	}

	/**
	 * How far a group is on each partition.
	 * @param type the event type
	 * @param group the group
	 * @return the partitions
	 * @throws IllegalStateException if the group is not registered
	 */
	public List<PartitionInfo> partitions(String type, String group) {
		List<PartitionId> ids = partitionIds(type, group);
		Map<PartitionId, GroupState> states = this.log.states(this.log.client().snapshot(), ids);
		return ids.stream().map((id) -> info(id, Objects.requireNonNull(states.get(id)))).toList();
	}

	/**
	 * Deliver to a group once more what it has settled behind a position. Owners go on
	 * from there at their next look. What is older than the log reaches back is left out;
	 * an event that is a dead letter is delivered again and stays one.
	 * @param replay what to deliver
	 * @return what is delivered again, or would be if it is a dry run
	 * @throws IllegalStateException if the group is not registered, or so much is parked
	 * on a partition that it cannot be cleared; nothing was changed
	 * @throws io.tito.client.StoreUnavailableException if the store kept failing; repeat
	 * the replay: partitions that are back already do not move
	 */
	public ReplayResult replay(Replay replay) {
		ReplayResult result = new Replayer(this.log).replay(replay);
		logger.info("{} of event type '{}' to group '{}' behind '{}': {}",
				replay.isDryRun() ? "Dry run of a replay" : "Replay", replay.type(), replay.group(), replay.from(),
				result);
		return result;
	}

	/**
	 * Remove a group with everything that it has parked and given up. Its events are not
	 * kept for it any more. May be repeated until it succeeds.
	 * @param type the event type
	 * @param group the group
	 * @return what was removed with it
	 * @throws IllegalStateException if an instance listens to it; nothing was changed
	 */
	public GroupRemoval removeGroup(String type, String group) {
		if (this.use.isInUse(type, group)) {
			throw new IllegalStateException(("The group '%s' of event type '%s' is in use: stop the listeners of all "
					+ "instances first. Nothing was changed")
				.formatted(group, type));
		}
		if (!this.log.groups().isRegistered(type, group)) {
			return new GroupRemoval(0, 0, 0);
		}
		return new GroupRemover(this.log).remove(type, group);
	}

	/**
	 * Give an event type more partitions while it is in use. The new ones come into use
	 * at a time that is announced now, so that all instances know it. From then on a
	 * group reads a new partition once it has handled or parked what is older of its keys
	 * in the old one: the order of each key is kept, and nothing is lost.
	 * @param increase what is wanted
	 * @return what was announced, or would be if it is a dry run
	 * @throws IllegalArgumentException if the count is no multiple of the present one, or
	 * the time is too near; the message says what is possible. Nothing was changed
	 * @throws IllegalStateException if the type was never used, or an earlier increase is
	 * not {@link PartitionGrowth#isComplete() complete}; nothing was changed
	 * @throws io.tito.client.StoreUnavailableException if the store kept failing; look at
	 * {@link #partitionGrowth} before you repeat it
	 */
	public PartitionGrowth increasePartitions(PartitionIncrease increase) {
		return new PartitionGrower(this.log).increase(increase);
	}

	/**
	 * Give an event type more partitions, as soon as that is possible.
	 * @param type the event type
	 * @param partitions how many it is to have: a multiple of what it has
	 * @return what was announced
	 * @see #increasePartitions(PartitionIncrease)
	 */
	public PartitionGrowth increasePartitions(String type, int partitions) {
		return increasePartitions(PartitionIncrease.of(type, partitions));
	}

	/**
	 * How far the last increase of a type's partitions is. Costs a read per old partition
	 * and group.
	 * @param type the event type
	 * @return what is done and what is waited for
	 * @throws IllegalStateException if the type was never used
	 */
	public PartitionGrowth partitionGrowth(String type) {
		return new PartitionGrower(this.log).progress(type);
	}

	/**
	 * Pause a group on all instances, until it is resumed. This is stored: it holds for
	 * instances that start later, too. Those that are at work notice at their next look,
	 * end what they have begun and give the partitions back; {@link #partitions} shows
	 * when nobody owns one. Events are kept meanwhile.
	 * @param type the event type
	 * @param group the group
	 * @return whether it was not paused before
	 * @throws IllegalStateException if the group is not registered
	 * @throws io.tito.client.StoreUnavailableException if the store kept failing; repeat
	 * it
	 */
	public boolean pauseGroup(String type, String group) {
		return pause(type, group, true);
	}

	/**
	 * Let a group that was paused go on. Instances notice within their longest pause
	 * between two looks.
	 * @param type the event type
	 * @param group the group
	 * @return whether it was paused
	 * @throws IllegalStateException if the group is not registered
	 * @throws io.tito.client.StoreUnavailableException if the store kept failing; repeat
	 * it
	 */
	public boolean resumeGroup(String type, String group) {
		return pause(type, group, false);
	}

	private boolean pause(String type, String group, boolean pause) {
		this.log.groups().require(type, group);
		String what = "%s the group '%s' of event type '%s'".formatted(pause ? "Pausing" : "Resuming", group, type);
		boolean changed = new OperatorTransactions(this.log.client()).run(what,
				(transaction) -> this.log.groups().pause(transaction, type, group, pause));
		if (changed) {
			logger.info("{} is done", what);
		}
		return changed;
	}

	private static PartitionInfo info(PartitionId id, GroupState state) {
		return new PartitionInfo(id.partition(), state.owner(), state.epoch(), state.position(),
				state.snapshot().instant());
	}

	private void add(Snapshot now, PartitionId id, GroupState state, Sum sum) {
		LogCursor cursor = LogCursor.rebuild(this.log, id, state);
		NavigableSet<Position> pending = cursor.pending(now, this.log.announcements(now, id.type(), state.snapshot()));
		sum.pending += pending.size();
		if (!pending.isEmpty()) {
			sum.oldest = Math.min(sum.oldest, pending.first().millis());
		}
		Key lanes = this.log.keys().lanes(id.type(), id.group(), id.partition());
		for (Entry entry : now.scan(Scan.prefix(lanes))) {
			Lane lane = Lane.decode(entry.key(), entry.value());
			sum.parked += lane.count();
			sum.oldest = Math.min(sum.oldest, lane.head().millis());
		}
	}

	private List<PartitionId> partitionIds(String type, String group) {
		this.log.groups().require(type, group);
		return IntStream.range(0, this.log.currentSettings(type).partitions())
			.mapToObj((partition) -> new PartitionId(type, group, partition))
			.toList();
	}

	private static final class Sum {

		private long pending;

		private long parked;

		private long oldest = Long.MAX_VALUE;

	}

}
