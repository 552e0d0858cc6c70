package io.tito.log;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.tito.client.Entry;
import io.tito.client.Scan;
import io.tito.client.Snapshot;
import io.tito.key.Key;
import org.jspecify.annotations.Nullable;

/**
 * The parked lanes of a partition, as its owner knows them.
 *
 * @param byName each by its name
 */
record ParkedLanes(Map<String, Lane> byName) {

	static ParkedLanes load(LogKeys keys, PartitionId id, Snapshot snapshot) {
		Map<String, Lane> loaded = new HashMap<>();
		Key prefix = keys.lanes(id.type(), id.group(), id.partition());
		for (Entry entry : snapshot.scan(Scan.prefix(prefix))) {
			loaded.put(keys.laneOf(entry.key()), Lane.decode(entry.key(), entry.value()));
		}
		return new ParkedLanes(loaded);
	}

	/**
	 * The first events of a lane, in order.
	 */
	static List<LoggedEvent> events(LogKeys keys, PartitionId id, Snapshot at, String lane, int limit) {
		Key prefix = keys.parked(id.type(), id.group(), id.partition(), lane);
		List<LoggedEvent> events = new ArrayList<>();
		for (Entry entry : at.scan(Scan.prefix(prefix).limit(limit))) {
			events.add(LoggedEvent.parked(keys.position(entry.key()), entry.value(), lane));
		}
		return events;
	}

	/**
	 * Those that are to be tried, in the order in which they became due.
	 */
	List<String> due(long now, int limit) {
		if (this.byName.isEmpty()) {
			return List.of();
		}
		return this.byName.entrySet()
			.stream()
			.filter((lane) -> lane.getValue().next() <= now)
			.sorted(Map.Entry.<String, Lane>comparingByValue(Comparator.comparingLong(Lane::next))
				.thenComparing(Map.Entry.comparingByKey()))
			.limit(limit)
			.map(Map.Entry::getKey)
			.toList();
	}

	/**
	 * When the next one is to be tried, null if there is none.
	 */
	@Nullable Long next() {
		return this.byName.isEmpty() ? null : this.byName.values().stream().mapToLong(Lane::next).min().getAsLong();
	}

}
