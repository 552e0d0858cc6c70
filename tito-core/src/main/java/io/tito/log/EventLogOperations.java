package io.tito.log;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.stream.IntStream;

import io.tito.client.Entry;
import io.tito.client.Scan;
import io.tito.client.Snapshot;
import io.tito.key.Key;

/**
 * What operators and applications may ask of the log. Answers come from the store, each
 * from one snapshot, and are the same on every instance. Thread-safe.
 */
public final class EventLogOperations {

	private final EventLog log;

	public EventLogOperations(EventLog log) {
		this.log = log;
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
		this.log.states(now, partitions(type, group)).forEach((id, state) -> add(now, id, state, sum));
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
		Scan scan = Scan.prefix(this.log.keys().deadLetters(type, group)).limit(limit);
		List<DeadLetter> letters = new ArrayList<>();
		for (Entry entry : this.log.client().snapshot().scan(scan)) {
			letters.add(DeadLetter.decode(entry.key(), this.log.keys().position(entry.key()), entry.value()));
		}
		return letters;
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

	private List<PartitionId> partitions(String type, String group) {
		return IntStream.range(0, this.log.settings(type).partitions())
			.mapToObj((partition) -> new PartitionId(type, group, partition))
			.toList();
	}

	private static final class Sum {

		private long pending;

		private long parked;

		private long oldest = Long.MAX_VALUE;

	}

}
