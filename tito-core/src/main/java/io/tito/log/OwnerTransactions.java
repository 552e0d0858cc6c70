package io.tito.log;

import io.tito.client.CommitOutcome;
import io.tito.client.Snapshot;
import io.tito.client.Timestamp;
import io.tito.client.TitoClient;
import io.tito.client.TitoClientException;
import io.tito.client.Transaction;
import io.tito.client.TransactionOptions;
import io.tito.key.Key;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transactions of an owner that run no handlers. Each writes the state and commits
 * only if the stored state is exactly the expected one.
 */
final class OwnerTransactions {

	private static final Logger logger = LoggerFactory.getLogger(OwnerTransactions.class);

	private static final int ATTEMPTS = 3;

	/** A start timestamp older than this is no longer worth the trip that it saves. */
	private static final long MATCH_AGE_MILLIS = 1000;

	private final EventLog log;

	private final TitoClient client;

	private final PartitionId id;

	private final Key row;

	OwnerTransactions(EventLog log, PartitionId id) {
		this.log = log;
		this.client = log.client();
		this.id = id;
		this.row = log.stateKey(id);
	}

	/**
	 * Store that the partition has another owner.
	 * @param next the state to store
	 * @param found a sweep that has found the state before
	 * @return a snapshot that shows everything that earlier owners have written; null if
	 * it is not stored, or not known to be
	 */
	@Nullable Snapshot take(GroupState next, Sweep found) {
		Timestamp start = start(found);
		Transaction transaction = (start != null) ? beginAt(start) : this.client.begin();
		Snapshot seen = (start != null) ? found.snapshot() : transaction;
		try {
			if (!this.log.takenState(seen, this.id).equals(found.state(this.id))) {
				transaction.rollback();
				return null;
			}
			transaction.put(this.row, next.encode());
		}
		catch (RuntimeException ex) {
			transaction.rollback();
			throw ex;
		}
		CommitOutcome outcome = transaction.commit();
		if (!(outcome instanceof CommitOutcome.Committed)) {
			logger.debug("Taking {} ended as {}", this.id, outcome);
			return null;
		}
		// whoever changes lanes writes or locks the state: since the start nobody has
		return (start != null) ? seen : this.client.snapshot();
	}

	/**
	 * Store a state and what belongs to it.
	 * @param expected the state as the owner last read or wrote it
	 * @param next the state to store
	 * @param acknowledgement what to write with it
	 * @param matched a sweep that found the expected state after the owner's last
	 * transaction; null if there is none
	 * @return whether it is stored, surely not because somebody has raised
	 * {@code reload}, or for another reason so that the owner knows no longer what is
	 */
	Result store(GroupState expected, GroupState next, Acknowledgement acknowledgement, @Nullable Sweep matched) {
		Timestamp start = (matched != null) ? start(matched) : null;
		if (start != null) {
			Result first = attempt(beginAt(start), next, acknowledgement);
			if (first != Result.REPEAT) {
				return first;
			}
		}
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			Result result = verified(expected, next, acknowledgement);
			if (result != Result.REPEAT) {
				return result;
			}
		}
		return Result.LOST;
	}

	void write(Transaction transaction, GroupState next, Acknowledgement acknowledgement) {
		acknowledgement.write(transaction);
		transaction.put(this.row, next.encode());
	}

	private static @Nullable Timestamp start(Sweep sweep) {
		return (sweep.age() <= MATCH_AGE_MILLIS) ? sweep.start() : null;
	}

	/**
	 * Whoever wrote the state since the sweep read it makes the commit a conflict. The
	 * commit is later than the sweep's snapshot although its start is earlier, for the
	 * state was read there: the store commits nothing below a read of the same key.
	 */
	private Transaction beginAt(Timestamp start) {
		return this.client.begin(TransactionOptions.defaults().startingAt(start).asCausal());
	}

	private Result verified(GroupState expected, GroupState next, Acknowledgement acknowledgement) {
		try {
			Transaction transaction = this.client.begin();
			GroupState found = this.log.state(transaction, this.id);
			if (found.equals(expected)) {
				return attempt(transaction, next, acknowledgement);
			}
			transaction.rollback();
			// an earlier attempt may have landed without an answer
			if (found.equals(next)) {
				return Result.STORED;
			}
			return found.isOperated(expected) ? Result.OPERATED : Result.LOST;
		}
		catch (TitoClientException ex) {
			logger.debug("The state of {} could not be read", this.id, ex);
			return Result.REPEAT;
		}
	}

	private Result attempt(Transaction transaction, GroupState next, Acknowledgement acknowledgement) {
		try {
			write(transaction, next, acknowledgement);
			CommitOutcome outcome = transaction.commit();
			if (outcome instanceof CommitOutcome.Unknown unknown) {
				outcome = this.client.probe(unknown);
			}
			logger.debug("Acknowledging on {} ended as {}", this.id, outcome);
			if (outcome instanceof CommitOutcome.Committed) {
				return Result.STORED;
			}
			return (outcome instanceof CommitOutcome.Unknown) ? Result.LOST : Result.REPEAT;
		}
		catch (TitoClientException ex) {
			transaction.rollback();
			logger.debug("Acknowledging on {} failed", this.id, ex);
			return Result.REPEAT;
		}
	}

	/**
	 * What became of a transaction.
	 */
	enum Result {

		/** It is stored. */
		STORED,

		/** Surely not stored; look at the state and try again. */
		REPEAT,

		/** Surely not stored; lanes were changed, or somebody waits for progress. */
		OPERATED,

		/** The state is another's, or not known. */
		LOST

	}

}
