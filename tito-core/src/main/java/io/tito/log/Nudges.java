package io.tito.log;

import java.util.HashMap;
import java.util.Map;

import io.tito.client.CommitOutcome;
import io.tito.client.Timestamp;
import io.tito.client.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks owners that have nothing to do to store how far they are: raises {@code reload},
 * which they see at their next look. One that has not answered is not asked again. Not
 * thread-safe.
 */
final class Nudges {

	private static final Logger logger = LoggerFactory.getLogger(Nudges.class);

	private final EventLog log;

	private final Map<PartitionId, Timestamp> asked = new HashMap<>();

	Nudges(EventLog log) {
		this.log = log;
	}

	/**
	 * Ask an owner.
	 * @param id the partition
	 * @param seen its state as it was seen
	 * @return whether that was necessary and done
	 */
	boolean nudge(PartitionId id, GroupState seen) {
		if (seen.isReleased() || seen.snapshot().equals(this.asked.get(id))) {
			return false;
		}
		Transaction transaction = this.log.client().begin();
		if (!this.log.state(transaction, id).equals(seen)) {
			transaction.rollback();
			return false;
		}
		transaction.put(this.log.stateKey(id), seen.operated().encode());
		CommitOutcome outcome = transaction.commit();
		logger.debug("Asking the owner of {} to store how far it is ended as {}", id, outcome);
		if (outcome instanceof CommitOutcome.Committed) {
			this.asked.put(id, seen.snapshot());
			return true;
		}
		return false;
	}

}
