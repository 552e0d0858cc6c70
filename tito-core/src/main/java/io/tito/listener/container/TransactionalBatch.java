package io.tito.listener.container;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import io.tito.client.Transaction;
import io.tito.listener.container.Attempt.Failed;
import io.tito.listener.container.Attempt.Rescheduled;
import io.tito.log.Acknowledgement;
import io.tito.log.LogPage;
import io.tito.log.LoggedEvent;
import io.tito.log.OwnedPartition;
import io.tito.log.OwnershipLostException;
import io.tito.log.Sweep;
import io.tito.transaction.CommitOutcomeUnknownException;
import io.tito.transaction.TitoTransactionManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One transaction that runs handlers and acknowledges what they did: all of it is
 * committed, or none.
 */
final class TransactionalBatch {

	private static final Logger logger = LoggerFactory.getLogger(TransactionalBatch.class);

	private final TitoTransactionManager transactions;

	private final TransactionTemplate template;

	private final EventRunner runner;

	private final Outcomes outcomes;

	private final BooleanSupplier stop;

	TransactionalBatch(TitoTransactionManager transactions, EventRunner runner, Outcomes outcomes,
			BooleanSupplier stop) {
		this.transactions = transactions;
		this.template = new TransactionTemplate(transactions);
		this.runner = runner;
		this.outcomes = outcomes;
		this.stop = stop;
	}

	/**
	 * How a batch ended.
	 */
	sealed interface Result {

		/** It is committed. */
		record Done() implements Result {

		}

		/** Rolled back: the partition has another owner, or the outcome is unknown. */
		record Lost() implements Result {

		}

		/** Rolled back by the store, for no fault of an event. */
		record HeldUp() implements Result {

		}

		/**
		 * Rolled back because of an event, or at commit because of one that is not known.
		 *
		 * @param index the number of the event in the batch; that of the first one that
		 * was handled if it is not known
		 * @param alone whether no other event was handled before it, so that the fault is
		 * its own
		 */
		record Culprit(LoggedEvent event, int index, boolean alone, Failed failed) implements Result {

		}

	}

	/**
	 * Run the first events of a parked lane.
	 */
	Result lane(OwnedPartition owned, Sweep sweep, String lane, int limit) {
		return run(new Batch(owned, sweep), (transaction, acknowledgement) -> {
			List<LoggedEvent> parked = owned.parked(transaction, lane, limit);
			if (parked.isEmpty()) {
				acknowledgement.forget(lane);
			}
			return parked;
		}, null);
	}

	/**
	 * Run events of the log; those of parked lanes are parked behind them.
	 */
	Result page(OwnedPartition owned, Sweep sweep, LogPage page) {
		return run(new Batch(owned, sweep), (transaction, acknowledgement) -> page.events(), page);
	}

	private Result run(Batch batch, BiFunction<Transaction, Acknowledgement, List<LoggedEvent>> events,
			@Nullable LogPage page) {
		Acknowledgement acknowledgement = batch.owned.acknowledgement();
		try {
			this.template.executeWithoutResult((status) -> {
				Transaction transaction = this.transactions.execute(Function.identity());
				batch.owned.verify(transaction);
				int begun = batch.handle(events.apply(transaction, acknowledgement), acknowledgement, status, page);
				if (page != null) {
					acknowledgement.settle(page.keep(begun - page.late().size()));
				}
				batch.owned.write(transaction, acknowledgement);
			});
		}
		catch (CulpritException ex) {
			return ex.culprit;
		}
		catch (OwnershipLostException | CommitOutcomeUnknownException ex) {
			logger.debug("A batch on {} is lost", batch.owned.id(), ex);
			return new Result.Lost();
		}
		catch (RuntimeException ex) {
			return batch.failed(ex);
		}
		batch.owned.committed(acknowledgement);
		batch.handled.forEach((done) -> this.outcomes.acknowledged(batch.owned.id(), done.event(), done.attempt()));
		return new Result.Done();
	}

	private final class Batch {

		private final OwnedPartition owned;

		private final Sweep sweep;

		private final List<Done> handled = new ArrayList<>();

		Batch(OwnedPartition owned, Sweep sweep) {
			this.owned = owned;
			this.sweep = sweep;
		}

		/**
		 * Handle events.
		 * @return how many, less than all if everything is to stop
		 */
		int handle(List<LoggedEvent> events, Acknowledgement acknowledgement, TransactionStatus status,
				@Nullable LogPage page) {
			if (TransactionalBatch.this.runner.isBatch()) {
				handleTogether(events, acknowledgement, status);
				return events.size();
			}
			int whole = (page != null) ? page.late().size() : 1;
			for (int index = 0; index < events.size(); index++) {
				if (index >= whole && TransactionalBatch.this.stop.getAsBoolean()) {
					return index;
				}
				LoggedEvent event = events.get(index);
				if (isBehind(event, acknowledgement)) {
					acknowledgement.park(event, this.sweep.millis());
					continue;
				}
				Attempt attempt = TransactionalBatch.this.runner.run(this.owned, event, this.sweep.millis());
				finish(event, index, attempt, acknowledgement, status);
				if (event.parked() && attempt instanceof Rescheduled) {
					return index + 1;
				}
			}
			return events.size();
		}

		private void handleTogether(List<LoggedEvent> events, Acknowledgement acknowledgement,
				TransactionStatus status) {
			List<LoggedEvent> together = new ArrayList<>();
			List<Integer> indexes = new ArrayList<>();
			for (int index = 0; index < events.size(); index++) {
				LoggedEvent event = events.get(index);
				if (isBehind(event, acknowledgement)) {
					acknowledgement.park(event, this.sweep.millis());
					continue;
				}
				Failed refused = TransactionalBatch.this.runner.refuse(this.owned, event, this.sweep.millis());
				if (refused != null) {
					throw new CulpritException(new Result.Culprit(event, index, together.isEmpty(), refused));
				}
				together.add(event);
				indexes.add(index);
			}
			if (together.isEmpty()) {
				return;
			}
			List<Attempt> attempts = TransactionalBatch.this.runner.run(this.owned, together, this.sweep.millis());
			for (int i = 0; i < attempts.size(); i++) {
				Attempt attempt = attempts.get(i);
				LoggedEvent event = together.get(i);
				boolean alone = together.size() == 1;
				if (attempt instanceof Failed failed) {
					throw new CulpritException(new Result.Culprit(event, indexes.get(i), alone, failed));
				}
				if (attempt instanceof Rescheduled && !alone) {
					// what it did for the events behind would be undone by nobody
					Failed apart = TransactionalBatch.this.runner.failed(this.owned, event,
							new IllegalStateException("Rescheduled within a batch"), this.sweep.millis());
					throw new CulpritException(new Result.Culprit(event, indexes.get(i), false, apart));
				}
				finish(event, indexes.get(i), attempt, acknowledgement, status);
			}
		}

		private boolean isBehind(LoggedEvent event, Acknowledgement acknowledgement) {
			return !event.parked() && acknowledgement.lane(event.lane()) != null;
		}

		private void finish(LoggedEvent event, int index, Attempt ended, Acknowledgement acknowledgement,
				TransactionStatus status) {
			Attempt attempt = ended;
			if (!(attempt instanceof Failed) && status.isRollbackOnly()) {
				attempt = TransactionalBatch.this.runner.failed(this.owned, event, rollbackOnly(), this.sweep.millis());
			}
			if (attempt instanceof Failed failed) {
				throw new CulpritException(new Result.Culprit(event, index, this.handled.isEmpty(), failed));
			}
			this.handled.add(new Done(event, index, attempt));
			TransactionalBatch.this.outcomes.acknowledge(acknowledgement, this.owned, event, attempt,
					this.sweep.millis());
		}

		/**
		 * The batch failed outside a handler, mostly at commit.
		 */
		Result failed(RuntimeException thrown) {
			if (this.handled.isEmpty()) {
				logger.debug("A batch on {} could not be run", this.owned.id(), thrown);
				return new Result.HeldUp();
			}
			Done first = this.handled.get(0);
			Failed failed = TransactionalBatch.this.runner.failed(this.owned, first.event(), thrown,
					this.sweep.millis());
			return switch (failed.kind()) {
				case TRANSIENT -> new Result.HeldUp();
				default -> new Result.Culprit(first.event(), first.index(), this.handled.size() == 1, failed);
			};
		}

		private static RuntimeException rollbackOnly() {
			return new IllegalStateException("The handler returned, but marked the transaction as rollback-only: "
					+ "let the exception out that caused it");
		}

	}

	private record Done(LoggedEvent event, int index, Attempt attempt) {

	}

	private static final class CulpritException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final transient Result.Culprit culprit;

		CulpritException(Result.Culprit culprit) {
			super("A handler failed; its transaction is rolled back", null, false, false);
			this.culprit = culprit;
		}

	}

}
