package io.tito.listener.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.tito.listener.schedule.Aftermath.Effect;
import io.tito.listener.schedule.Happening.Kind;

/**
 * Compares what happened with what is promised: nothing committed is lost, nothing that
 * was rolled back or taken back is delivered, lanes keep their order, an effect in TiKV
 * happens exactly once, and no owner does anything twice.
 */
final class HistoryChecker {

	/**
	 * A replay leaves parked events in their lanes: such an event comes from there, and
	 * again with all that is replayed. Each replay begins an epoch, so once an epoch.
	 */
	private static final int ONCE_MORE_FROM_ITS_LANE = 2;

	private final List<String> violations = new ArrayList<>();

	private final List<Happening> history;

	private final Aftermath after;

	private final Map<String, Long> begun = new HashMap<>();

	private final Map<String, Long> committed = new HashMap<>();

	private HistoryChecker(List<Happening> history, Aftermath after) {
		this.history = history.stream().sorted(Comparator.comparingLong(Happening::nanos)).toList();
		this.after = after;
		of(Kind.BEGUN).forEach((line) -> this.begun.put(line.event(), line.nanos()));
		of(Kind.COMMITTED).forEach((line) -> this.committed.put(line.event(), line.nanos()));
	}

	/**
	 * Check a history.
	 * @param transactional the group whose effects are in TiKV
	 * @param others the groups that are delivered to at least once
	 * @return what is wrong, empty if all is well
	 */
	static List<String> violations(List<Happening> history, Aftermath after, String transactional,
			List<String> others) {
		HistoryChecker checker = new HistoryChecker(history, after);
		checker.publishers();
		checker.deliveries();
		checker.effects(transactional);
		others.forEach(checker::atLeastOnce);
		return checker.violations;
	}

	private void publishers() {
		Set<String> stored = this.after.committed();
		this.committed.keySet()
			.forEach((event) -> expect(stored.contains(event) || isCancelled(event),
					"%s was committed and is not stored", event));
		of(Kind.ROLLED_BACK).forEach(
				(line) -> expect(!stored.contains(line.event()), "%s was rolled back and is stored", line.event()));
		of(Kind.CANCELLED)
			.forEach((line) -> expect(!stored.contains(line.event()), "%s was taken back and is stored", line.event()));
		stored.forEach((event) -> expect(this.begun.containsKey(event), "%s was never published", event));
	}

	private boolean isCancelled(String event) {
		// by a transaction that may have been told, or not
		return event.startsWith(Names.SCHEDULED);
	}

	private void deliveries() {
		Set<String> delivered = of(Kind.DELIVERED).stream().map(Happening::event).collect(Collectors.toSet());
		delivered.forEach((event) -> expect(this.after.committed().contains(event),
				"%s was delivered and is not committed", event));
		this.after.dead()
			.forEach((group, dead) -> dead.forEach((event) -> expect(Names.isKiller(event),
					"%s was given up by %s although it harmed nobody", event, group)));
		oneAtATime();
	}

	/**
	 * Within a lane, an owner begins an event when the one before has ended.
	 */
	private void oneAtATime() {
		Map<String, String> running = new HashMap<>();
		for (Happening line : this.history) {
			if (line.kind() == Kind.DELIVERED) {
				String other = running.put(laneOfOwner(line), line.event());
				expect(other == null, "%s began in %s while %s was handled", line.event(), laneOfOwner(line), other);
			}
			else if (line.kind() == Kind.HANDLED || line.kind() == Kind.FAILED) {
				running.remove(laneOfOwner(line));
			}
		}
	}

	private static String laneOfOwner(Happening line) {
		return line.group() + "/" + Names.lane(line.event()) + "@" + line.epoch();
	}

	private void effects(String group) {
		Set<String> dead = this.after.dead().getOrDefault(group, Set.of());
		Map<String, Integer> count = new HashMap<>();
		this.after.effects().forEach((lane, effects) -> {
			long epoch = 0;
			for (Effect effect : effects) {
				count.merge(effect.event(), 1, Integer::sum);
				expect(effect.epoch() >= epoch, "%s took effect for a former owner of %s", effect.event(), lane);
				epoch = effect.epoch();
			}
			inOrder(group, firsts(effects.stream().map(Effect::event).toList()));
		});
		long most = 1 + replays(group);
		count.forEach((event, times) -> expect(times <= most, "%s took effect %d times", event, times));
		count.keySet()
			.forEach((event) -> expect(this.after.committed().contains(event), "%s took effect, not committed", event));
		this.after.committed()
			.forEach((event) -> expect(count.containsKey(event) || dead.contains(event), "%s had no effect", event));
	}

	private void atLeastOnce(String group) {
		Set<String> dead = this.after.dead().getOrDefault(group, Set.of());
		Map<String, Integer> times = new HashMap<>();
		Map<String, List<String>> lanes = new TreeMap<>();
		for (Happening line : of(Kind.HANDLED)) {
			if (line.group().equals(group)) {
				int most = isReplayedBefore(line) ? ONCE_MORE_FROM_ITS_LANE : 1;
				expect(times.merge(line.event() + "@" + line.epoch(), 1, Integer::sum) <= most,
						"%s was handled %s by one owner of %s", line.event(), (most > 1) ? "three times" : "twice",
						group);
				lanes.computeIfAbsent(Names.lane(line.event()), (lane) -> new ArrayList<>()).add(line.event());
			}
		}
		Set<String> handled = new HashSet<>();
		lanes.values().forEach((events) -> {
			handled.addAll(events);
			inOrder(group, firsts(events));
		});
		this.after.committed()
			.forEach((event) -> expect(handled.contains(event) || dead.contains(event), "%s never came to %s", event,
					group));
	}

	private void inOrder(String group, Map<String, Integer> firsts) {
		firsts.forEach((event, at) -> firsts.forEach((other, otherAt) -> expect(otherAt > at || !precedes(event, other),
				"%s came to %s before %s, which was published earlier", other, group, event)));
	}

	/**
	 * Whether an event is surely published before another one: earlier in its
	 * transaction, or its commit had returned before the other's transaction began.
	 */
	private boolean precedes(String event, String other) {
		if (event.equals(other) || !Names.isOrdered(event)) {
			return false;
		}
		if (Names.transaction(event).equals(Names.transaction(other))) {
			return Names.number(event) < Names.number(other);
		}
		Long returned = this.committed.get(event);
		Long began = this.begun.get(other);
		return returned != null && began != null && returned < began;
	}

	private static Map<String, Integer> firsts(List<String> events) {
		Map<String, Integer> firsts = new LinkedHashMap<>();
		for (int i = 0; i < events.size(); i++) {
			firsts.putIfAbsent(events.get(i), i);
		}
		return firsts;
	}

	private boolean isReplayedBefore(Happening line) {
		return of(Kind.REPLAYED).stream()
			.anyMatch((replay) -> replay.group().equals(line.group()) && replay.nanos() < line.nanos());
	}

	private long replays(String group) {
		return of(Kind.REPLAYED).stream().filter((line) -> line.group().equals(group)).count();
	}

	private List<Happening> of(Kind kind) {
		return this.history.stream().filter((line) -> line.kind() == kind).toList();
	}

	private void expect(boolean holds, String otherwise, Object... arguments) {
		if (!holds) {
			this.violations.add(otherwise.formatted(arguments));
		}
	}

}
