package io.tito.log;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What operators may do with the events that groups gave up. Works on any instance, and
 * whether somebody listens or not: an owner notices at its next look. Each operation runs
 * in small transactions and may be repeated after a failure; what it has done already it
 * does not do again. Thread-safe.
 */
public final class DeadLetterOperations {

	private static final Logger logger = LoggerFactory.getLogger(DeadLetterOperations.class);

	private static final int BATCH = 100;

	private static final int PURGED = 1000;

	private final DeadLetterReader reader;

	private final DeadLetterWriter writer;

	public DeadLetterOperations(EventLog log) {
		this.reader = new DeadLetterReader(log);
		this.writer = new DeadLetterWriter(log);
	}

	/**
	 * The dead letters of a group, by partition and position. Reads all of the group, or
	 * of the partition that is asked for, until the limit is reached.
	 * @param query which
	 * @return the dead letters
	 */
	public List<DeadLetter> list(DeadLetterQuery query) {
		return this.reader.find(query).stream().map(BuriedEvent::letter).toList();
	}

	/**
	 * Deliver dead letters once more, each in its lane: it is tried before what is parked
	 * behind it, with all its attempts.
	 * @param query which
	 * @return how many
	 */
	public DeadLetterResult replay(DeadLetterQuery query) {
		Turns turns = new Turns(query.rate());
		return apply("Replayed", query, (id, letters) -> this.writer.replay(id, letters, turns));
	}

	/**
	 * Forget dead letters. A lane that waits for one of them goes on.
	 * @param query which
	 * @return how many
	 */
	public DeadLetterResult discard(DeadLetterQuery query) {
		return apply("Discarded", query, this.writer::discard);
	}

	/**
	 * Forget all dead letters of a group that are older than a time.
	 * @param type the event type
	 * @param group the group
	 * @param before the time before which the events were given up
	 * @return how many
	 */
	public long purge(String type, String group, Instant before) {
		DeadLetterQuery query = DeadLetterQuery.of(type, group).before(before).limit(PURGED);
		long purged = 0;
		DeadLetterResult result;
		do {
			result = discard(query);
			purged += result.affected();
		}
		while (result.more());
		return purged;
	}

	private DeadLetterResult apply(String done, DeadLetterQuery query,
			BiFunction<PartitionId, List<BuriedEvent>, Integer> step) {
		List<BuriedEvent> found = this.reader.find(query);
		boolean more = found.size() == query.limit();
		if (query.isDryRun()) {
			return new DeadLetterResult(found.size(), more);
		}
		Map<Integer, List<BuriedEvent>> byPartition = found.stream()
			.collect(Collectors.groupingBy((event) -> event.letter().partition(), TreeMap::new, Collectors.toList()));
		int affected = 0;
		for (Map.Entry<Integer, List<BuriedEvent>> entry : byPartition.entrySet()) {
			PartitionId id = new PartitionId(query.type(), query.group(), entry.getKey());
			List<BuriedEvent> letters = entry.getValue();
			for (int from = 0; from < letters.size(); from += BATCH) {
				affected += step.apply(id, letters.subList(from, Math.min(letters.size(), from + BATCH)));
			}
		}
		logger.info("{} {} dead letters of event type '{}' and group '{}'", done, affected, query.type(),
				query.group());
		return new DeadLetterResult(affected, more);
	}

}
