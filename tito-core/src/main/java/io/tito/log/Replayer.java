package io.tito.log;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.tito.client.Entry;
import io.tito.client.Scan;
import io.tito.client.Snapshot;
import io.tito.client.Transaction;
import io.tito.key.Key;

/**
 * Moves the positions of a group back. Its snapshots stay, since what is settled may only
 * shrink, and the epoch rises, so that an owner drops what it remembers. One transaction
 * for each partition; repeating a replay moves nothing that is back already.
 */
final class Replayer {

	private static final int MOST_UNPARKED = 20_000;

	private static final ReplayResult NOTHING = new ReplayResult(0, 0, 0);

	private final EventLog log;

	private final OperatorTransactions transactions;

	Replayer(EventLog log) {
		this.log = log;
		this.transactions = new OperatorTransactions(log.client());
	}

	ReplayResult replay(Replay replay) {
		this.log.groups().require(replay.type(), replay.group());
		List<PartitionId> partitions = partitions(replay);
		if (replay.clearsParked()) {
			Snapshot now = this.log.client().snapshot();
			partitions.forEach((id) -> parked(now, id));
		}
		ReplayResult sum = NOTHING;
		for (PartitionId id : partitions) {
			sum = sum.plus(replay.isDryRun() ? count(this.log.client().snapshot(), id, replay) : goBack(id, replay));
		}
		return sum;
	}

	private List<PartitionId> partitions(Replay replay) {
		int count = this.log.currentSettings(replay.type()).partitions();
		Integer wanted = replay.partition();
		if (wanted != null) {
			if (wanted < 0 || wanted >= count) {
				throw new EventRefusedException.NoSuchPartition(replay.type(), wanted, count);
			}
			return List.of(new PartitionId(replay.type(), replay.group(), wanted));
		}
		return IntStream.range(0, count)
			.mapToObj((partition) -> new PartitionId(replay.type(), replay.group(), partition))
			.toList();
	}

	private ReplayResult goBack(PartitionId id, Replay replay) {
		ReplayResult counted = count(this.log.client().snapshot(), id, replay);
		return this.transactions.run("A replay of " + id, (transaction) -> {
			LockedPartition locked = this.log.lock(transaction, id);
			GroupState state = locked.state();
			Position target = target(locked.at(), id, replay);
			if (!state.position().isAfter(target)) {
				return NOTHING;
			}
			// retention writes it, so it does not remove meanwhile what was to come again
			transaction.lock(this.log.keys().trim(id.type(), id.partition()));
			transaction.put(this.log.stateKey(id), state.replayed(target, passed(replay, target)).encode());
			long unparked = replay.clearsParked() ? unpark(transaction, locked.at(), id, target) : 0;
			PartitionHistory history = this.log.settings(replay.type()).history();
			new GivenLanes(this.log, transaction, locked.at(), history).await(id, replay, target);
			return new ReplayResult(1, counted.events(), unparked);
		});
	}

	private ReplayResult count(Snapshot at, PartitionId id, Replay replay) {
		GroupState state = this.log.state(at, id);
		Position target = target(at, id, replay);
		if (!state.position().isAfter(target)) {
			return NOTHING;
		}
		long events = new PartitionRange(this.log.keys(), id.type(), id.partition()).count(at, target,
				state.position());
		long unparked = replay.clearsParked()
				? parked(at, id).stream().filter((row) -> position(row).isAfter(target)).count() : 0;
		return new ReplayResult(1, events, unparked);
	}

	private int passed(Replay replay, Position target) {
		return this.log.settings(replay.type()).history().passed(target);
	}

	private Position target(Snapshot at, PartitionId id, Replay replay) {
		Position trimmed = this.log.trimmed(at, id.type(), id.partition());
		return trimmed.isAfter(replay.from()) ? trimmed : replay.from();
	}

	private long unpark(Transaction transaction, Snapshot at, PartitionId id, Position target) {
		Map<String, Long> left = new HashMap<>();
		Map<String, Position> heads = new HashMap<>();
		long unparked = 0;
		for (Entry row : parked(at, id)) {
			String lane = this.log.keys().laneOfParked(row.key());
			if (position(row).isAfter(target)) {
				transaction.delete(row.key());
				unparked++;
			}
			else {
				left.merge(lane, 1L, Long::sum);
				heads.putIfAbsent(lane, position(row));
			}
		}
		for (Entry row : at.scan(Scan.prefix(this.log.keys().lanes(id.type(), id.group(), id.partition())))) {
			Lane lane = Lane.decode(row.key(), row.value());
			Position head = heads.get(this.log.keys().laneOf(row.key()));
			if (head == null && lane.isLeaving()) {
				transaction.put(row.key(), lane.before().encode());
			}
			else if (head == null) {
				transaction.delete(row.key());
			}
			else {
				long count = left.getOrDefault(this.log.keys().laneOf(row.key()), 0L);
				transaction.put(row.key(),
						new Lane(head, count, lane.attempts(head), lane.next(), lane.error()).encode());
			}
		}
		return unparked;
	}

	private List<Entry> parked(Snapshot at, PartitionId id) {
		Key prefix = this.log.keys().parked(id.type(), id.group(), id.partition());
		List<Entry> rows = at.scan(Scan.prefix(prefix).withoutValues().limit(MOST_UNPARKED + 1));
		if (rows.size() > MOST_UNPARKED) {
			throw new IllegalStateException(
					("More than %d events are parked on %s, too many to clear in one transaction: "
							+ "replay without clearing them, or let them be handled first. Nothing was changed")
						.formatted(MOST_UNPARKED, id));
		}
		return rows;
	}

	private Position position(Entry row) {
		return this.log.keys().position(row.key());
	}

}
