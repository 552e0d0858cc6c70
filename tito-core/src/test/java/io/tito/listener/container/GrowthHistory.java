package io.tito.listener.container;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.tito.client.Timestamp;
import io.tito.log.EventId;
import org.jspecify.annotations.Nullable;

/**
 * What was published, and the checker of what groups say they have handled.
 */
final class GrowthHistory {

	private final Map<String, Published> events = new LinkedHashMap<>();

	/**
	 * A committed event.
	 *
	 * @param began a timestamp from before its transaction's base
	 * @param returned a timestamp from after its commit
	 */
	record Published(String name, String lane, EventId id, @Nullable Instant due, Timestamp began, Timestamp returned) {

		private long earliest() {
			return Math.max(dueMillis(), this.began.physical());
		}

		private long latest() {
			return Math.max(dueMillis(), this.returned.physical());
		}

		private long dueMillis() {
			return (this.due != null) ? this.due.toEpochMilli() : 0;
		}

		/**
		 * Whether it has to be handled before another one of its lane: that lies behind
		 * it, and was not due before this one was committed.
		 */
		boolean precedes(Published other) {
			return this.lane.equals(other.lane) && latest() < other.earliest();
		}

	}

	void committed(Published event) {
		this.events.put(event.name(), event);
	}

	void cancelled(Published event) {
		this.events.remove(event.name());
	}

	List<Published> scheduled() {
		return this.events.values().stream().filter((event) -> event.due() != null).toList();
	}

	List<Published> all() {
		return new ArrayList<>(this.events.values());
	}

	Set<String> names() {
		return this.events.keySet();
	}

	/**
	 * Pairs that were handled in the wrong order.
	 * @param handled names in the order in which they were handled
	 * @param exempt names that are not looked at
	 */
	List<String> disorder(List<String> handled, Set<String> exempt) {
		Map<String, Integer> first = new LinkedHashMap<>();
		new LinkedHashSet<>(handled).forEach((name) -> first.put(name, first.size()));
		List<Published> looked = this.events.values()
			.stream()
			.filter((event) -> first.containsKey(event.name()) && !exempt.contains(event.name()))
			.toList();
		List<String> disorder = new ArrayList<>();
		for (Published one : looked) {
			for (Published other : looked) {
				if (one.precedes(other) && first.get(one.name()) > first.get(other.name())) {
					disorder.add(other.name() + " before " + one.name() + " of " + one.lane());
				}
			}
		}
		return disorder;
	}

}
