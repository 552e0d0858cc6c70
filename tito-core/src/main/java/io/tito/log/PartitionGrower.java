package io.tito.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import io.tito.client.Snapshot;
import io.tito.client.Timestamp;
import io.tito.client.Transaction;
import io.tito.key.Key;
import io.tito.key.Namespace;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces more partitions of a type, and tells how far that is. All that follows is
 * done by publishers, by the base timestamps of their transactions, and by owners.
 */
final class PartitionGrower {

	private static final Logger logger = LoggerFactory.getLogger(PartitionGrower.class);

	/** Time for the announcement itself. */
	private static final Duration MARGIN = Duration.ofSeconds(10);

	private static final Duration LEAST_MARGIN = Duration.ofSeconds(1);

	private final EventLog log;

	private final OperatorTransactions transactions;

	PartitionGrower(EventLog log) {
		this.log = log;
		this.transactions = new OperatorTransactions(log.client());
	}

	PartitionGrowth increase(PartitionIncrease wish) {
		Namespace.checkName("event type", wish.type());
		if (wish.isDryRun()) {
			Snapshot now = this.log.client().snapshot();
			byte @Nullable [] stored = now.get(row(wish.type()));
			return progress(now, wish.type(), next(now, wish, stored));
		}
		String what = "Increasing the partitions of event type '%s'".formatted(wish.type());
		PartitionSwitch announced = this.transactions.run(what, (transaction) -> announce(transaction, wish));
		logger.info("The event type '{}' has {} partitions from {} on, {} until then", wish.type(), announced.to(),
				announced.at().instant(), announced.from());
		this.log.prepare(wish.type());
		return progress(wish.type());
	}

	PartitionGrowth progress(String type) {
		Snapshot now = this.log.client().snapshot();
		Key row = row(Namespace.checkName("event type", type));
		byte @Nullable [] stored = now.get(row);
		if (stored == null) {
			throw unused(type);
		}
		return progress(now, type, TypeSettingsCodec.decode(row, stored));
	}

	/**
	 * Committed so early that nobody who has not read it publishes behind the switch, not
	 * even by a transaction that commits as late as is allowed.
	 */
	private PartitionSwitch announce(Transaction transaction, PartitionIncrease wish) {
		Key row = row(wish.type());
		byte[] stored = transaction.getForUpdate(row);
		TypeSettings next = next(this.log.client().snapshot(), wish, stored);
		PartitionSwitch announced = Objects.requireNonNull(next.history().last());
		transaction.put(row, TypeSettingsCodec.encode(next));
		transaction.commitBefore(announced.at().minus(notice(next)));
		return announced;
	}

	private TypeSettings next(Snapshot now, PartitionIncrease wish, byte @Nullable [] stored) {
		if (stored == null) {
			throw unused(wish.type());
		}
		TypeSettings settings = TypeSettingsCodec.decode(row(wish.type()), stored);
		checkCount(wish, settings.partitions());
		checkComplete(progress(now, wish.type(), settings));
		Timestamp at = Timestamp.of(now.timestamp().physical() + lead(wish, settings).toMillis(), 0);
		return settings.grown(new PartitionSwitch(settings.partitions(), wish.partitions(), at));
	}

	private static Duration notice(TypeSettings settings) {
		return EventTypes.VALID.plus(settings.max());
	}

	private static Duration lead(PartitionIncrease wish, TypeSettings settings) {
		Duration least = notice(settings).plus(LEAST_MARGIN);
		Duration wanted = wish.lead();
		if (wanted != null && wanted.compareTo(least) < 0) {
			throw new IllegalArgumentException(("More partitions of event type '%s' come into use %s after the "
					+ "announcement at the earliest, not after %s: every instance has to know of them before, and "
					+ "transactions that do not know have to end. Nothing was changed")
				.formatted(wish.type(), least, wanted));
		}
		return (wanted != null) ? wanted : notice(settings).plus(MARGIN);
	}

	private static void checkCount(PartitionIncrease wish, int present) {
		int wanted = wish.partitions();
		if (wanted < present) {
			throw refused(wish, present,
					"fewer would join keys whose events are handled side by side, which loses their order");
		}
		if (wanted == present) {
			throw refused(wish, present, "it has these already");
		}
		if (wanted > TypeSettings.MAX_PARTITIONS) {
			throw refused(wish, present, "the most are " + TypeSettings.MAX_PARTITIONS);
		}
		if (wanted % present != 0) {
			throw refused(wish, present,
					("the count must be a multiple of the present one, so that each new partition "
							+ "gets its keys from one old partition; the next are %d and %d")
						.formatted((wanted / present) * present, (wanted / present + 1) * present));
		}
	}

	private static IllegalArgumentException refused(PartitionIncrease wish, int present, String reason) {
		return new IllegalArgumentException(
				"The event type '%s' has %d partitions and cannot have %d: %s. Nothing was changed"
					.formatted(wish.type(), present, wish.partitions(), reason));
	}

	private static void checkComplete(PartitionGrowth growth) {
		if (growth.isComplete()) {
			return;
		}
		String reason = "the switch is at " + growth.switchAt();
		if (growth.switched() && !growth.moving().isEmpty()) {
			reason = "scheduled events of the partitions %s are still to be moved: somebody has to listen to them"
				.formatted(growth.moving());
		}
		else if (growth.switched()) {
			reason = "still to read what is older are " + growth.groups()
				.stream()
				.filter((group) -> !group.waiting().isEmpty())
				.map((group) -> "group '%s' on partitions %s".formatted(group.group(), group.waiting()))
				.toList() + "; let them catch up, or remove them";
		}
		throw new IllegalStateException(
				"The event type '%s' is still growing from %d to %d partitions: %s. Nothing was changed"
					.formatted(growth.type(), growth.from(), growth.to(), reason));
	}

	private static IllegalStateException unused(String type) {
		return new IllegalStateException(
				"The event type '%s' was never used: set 'tito.outbox.types.%s.partitions' before its first use"
					.formatted(type, type));
	}

	private PartitionGrowth progress(Snapshot at, String type, TypeSettings settings) {
		PartitionSwitch last = settings.history().last();
		if (last == null) {
			return new PartitionGrowth(type, settings.partitions(), settings.partitions(), null, true, List.of(),
					List.of());
		}
		boolean switched = !at.timestamp().isBefore(last.at());
		List<Integer> moving = IntStream.range(0, last.from())
			.filter((parent) -> !this.log.layouts().moved(at, type, last, parent).equals(Position.END))
			.boxed()
			.toList();
		List<PartitionGrowth.GroupGrowth> groups = this.log.groups()
			.names(at, type)
			.stream()
			.map((group) -> progress(at, type, group, settings.history()))
			.toList();
		return new PartitionGrowth(type, last.from(), last.to(), last.at().instant(), switched, groups, moving);
	}

	private PartitionGrowth.GroupGrowth progress(Snapshot at, String type, String group, PartitionHistory history) {
		List<Integer> done = new ArrayList<>();
		List<Integer> waiting = new ArrayList<>();
		List<PartitionId> parents = IntStream.range(0, history.get(history.size()).from())
			.mapToObj((parent) -> new PartitionId(type, group, parent))
			.toList();
		Map<PartitionId, GroupState> states = this.log.states(at, parents);
		for (PartitionId parent : parents) {
			boolean through = Objects.requireNonNull(states.get(parent)).grown() >= history.size();
			(through ? done : waiting).add(parent.partition());
		}
		return new PartitionGrowth.GroupGrowth(group, done, waiting);
	}

	private Key row(String type) {
		return this.log.keys().type(type);
	}

}
