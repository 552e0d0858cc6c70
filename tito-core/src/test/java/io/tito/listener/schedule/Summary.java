package io.tito.listener.schedule;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.tito.listener.schedule.Happening.Kind;

/**
 * What came of schedules, in numbers.
 *
 * @param committed events that were committed
 * @param rolledBack events whose transaction was rolled back
 * @param unknown events of whose transaction nobody was told the outcome
 * @param delivered calls of handlers
 * @param repeated events that a handler of the default mode ended more than once
 * @param effects effects in TiKV
 * @param dead dead letters
 * @param signals kills or pauses
 * @param deaths owners that an event has killed
 */
record Summary(int committed, int rolledBack, int unknown, int delivered, int repeated, int effects, int dead,
		int signals, int deaths) {

	static final Summary NOTHING = new Summary(0, 0, 0, 0, 0, 0, 0, 0, 0);

	static Summary of(List<Happening> history, Aftermath after) {
		Map<Kind, Long> kinds = history.stream().collect(Collectors.groupingBy(Happening::kind, Collectors.counting()));
		long rolledBack = kinds.getOrDefault(Kind.ROLLED_BACK, 0L);
		long unknown = kinds.getOrDefault(Kind.BEGUN, 0L) - kinds.getOrDefault(Kind.COMMITTED, 0L) - rolledBack;
		long repeated = history.stream()
			.filter((line) -> line.kind() == Kind.HANDLED && line.group().equals(Node.MAIL))
			.collect(Collectors.groupingBy(Happening::event, Collectors.counting()))
			.values()
			.stream()
			.filter((count) -> count > 1)
			.count();
		int effects = after.effects().values().stream().mapToInt(List::size).sum();
		int dead = after.dead().values().stream().mapToInt((letters) -> letters.size()).sum();
		return new Summary(after.committed().size(), (int) rolledBack, (int) unknown,
				kinds.getOrDefault(Kind.DELIVERED, 0L).intValue(), (int) repeated, effects, dead, 0, 0);
	}

	Summary with(int met, int killed) {
		return new Summary(this.committed, this.rolledBack, this.unknown, this.delivered, this.repeated, this.effects,
				this.dead, met, killed);
	}

	Summary plus(Summary other) {
		return new Summary(this.committed + other.committed, this.rolledBack + other.rolledBack,
				this.unknown + other.unknown, this.delivered + other.delivered, this.repeated + other.repeated,
				this.effects + other.effects, this.dead + other.dead, this.signals + other.signals,
				this.deaths + other.deaths);
	}

}
