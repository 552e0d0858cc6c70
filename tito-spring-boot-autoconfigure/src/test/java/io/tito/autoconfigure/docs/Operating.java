package io.tito.autoconfigure.docs;

import java.time.Instant;
import java.util.List;

import io.tito.log.DeadLetter;
import io.tito.log.DeadLetterOperations;
import io.tito.log.DeadLetterQuery;
import io.tito.log.DeadLetterResult;
import io.tito.log.EventLogOperations;
import io.tito.log.GroupLag;
import io.tito.log.GroupRemoval;
import io.tito.log.PartitionGrowth;
import io.tito.log.PartitionIncrease;
import io.tito.log.Replay;
import io.tito.log.ReplayResult;

import org.springframework.stereotype.Service;

/**
 * The examples of docs/operations.md.
 */
@Service
class Operating {

	private final EventLogOperations log;

	private final DeadLetterOperations deadLetters;

	Operating(EventLogOperations log, DeadLetterOperations deadLetters) {
		this.log = log;
		this.deadLetters = deadLetters;
	}

	// tag::lag[]
	public String lag() {
		GroupLag lag = this.log.lag("order", "billing");
		return "%d to do, %d parked, %d given up, the oldest from %s".formatted(lag.pending(), lag.parked(),
				lag.deadLetters(), lag.oldest());
	}
	// end::lag[]

	// tag::dead-letters[]
	public List<DeadLetter> failed() {
		return this.deadLetters.list(DeadLetterQuery.of("order", "billing").limit(20));
	}

	public DeadLetterResult tryAgain() {
		return this.deadLetters
			.replay(DeadLetterQuery.of("order", "billing").error("IllegalStateException").limit(500).rate(50));
	}

	public DeadLetterResult wouldTryAgain() {
		return this.deadLetters.replay(DeadLetterQuery.of("order", "billing").dryRun());
	}

	public DeadLetterResult giveUp(String customer) {
		return this.deadLetters.discard(DeadLetterQuery.of("order", "billing").lane(customer));
	}

	public long forget(Instant before) {
		return this.deadLetters.purge("order", "billing", before);
	}
	// end::dead-letters[]

	// tag::replay[]
	public ReplayResult billAgain(Instant since) {
		Replay replay = Replay.of("order", "billing").from(since);
		ReplayResult expected = this.log.replay(replay.dryRun());
		if (expected.events() > 100_000) {
			throw new IllegalStateException("That is too much: " + expected);
		}
		return this.log.replay(replay);
	}
	// end::replay[]

	// tag::pause[]
	public void pause() {
		this.log.pauseGroup("order", "shipping");
	}

	public boolean isQuiet() {
		return this.log.partitions("order", "shipping").stream().allMatch((partition) -> partition.owner().isEmpty());
	}

	public void resume() {
		this.log.resumeGroup("order", "shipping");
	}
	// end::pause[]

	// tag::groups[]
	public GroupRemoval retire() {
		return this.log.removeGroup("order", "old-billing");
	}
	// end::groups[]

	// tag::growth[]
	public PartitionGrowth grow() {
		PartitionIncrease increase = PartitionIncrease.of("order", 8);
		PartitionGrowth planned = this.log.increasePartitions(increase.dryRun());
		if (planned.from() > 4) {
			throw new IllegalStateException("Somebody was here before: " + planned);
		}
		return this.log.increasePartitions(increase);
	}

	public boolean hasGrown() {
		return this.log.partitionGrowth("order").isComplete();
	}
	// end::growth[]

}
