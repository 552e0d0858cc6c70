package io.tito.outbox;

import java.util.function.Function;

import io.tito.client.TitoClientException;
import io.tito.client.Transaction;
import io.tito.codec.ValueCodec;
import io.tito.log.EventId;
import io.tito.log.EventWriter;
import io.tito.log.NewEvent;
import io.tito.transaction.TitoExceptionTranslator;
import io.tito.transaction.TransactionAccess;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.ConcurrencyFailureException;

/**
 * The {@link Outbox} over the event log. Thread-safe.
 */
public final class TransactionalOutbox implements Outbox {

	private static final Logger logger = LoggerFactory.getLogger(TransactionalOutbox.class);

	private static final int ATTEMPTS = 5;

	private final TransactionAccess transactions;

	private final EventWriter writer;

	private final ValueCodec codec;

	private final TransactionRules rules;

	public TransactionalOutbox(TransactionAccess transactions, EventWriter writer, ValueCodec codec) {
		this.transactions = transactions;
		this.writer = writer;
		this.codec = codec;
		this.rules = new TransactionRules(transactions);
	}

	@Override
	public EventId publish(OutboundEvent event) {
		boolean joins = this.rules.check("publish");
		NewEvent appended = new NewEvent(event.type(), event.key(), null, null, null, event.due(),
				event.payload().getClass().getName(), event.headers(), bytes(event.payload()));
		return run(joins, (transaction) -> this.writer.append(transaction, appended));
	}

	@Override
	public boolean cancel(EventId id) {
		Function<Transaction, Boolean> work = (transaction) -> this.writer.cancel(transaction, id);
		return this.rules.check("cancel") ? run(true, work) : cancelAlone(id, work);
	}

	/**
	 * Runs again when the commit did not happen: the event may have become due meanwhile,
	 * or another has cancelled it, and a new transaction sees which.
	 */
	private boolean cancelAlone(EventId id, Function<Transaction, Boolean> work) {
		for (int attempt = 1;; attempt++) {
			try {
				return run(false, work);
			}
			catch (ConcurrencyFailureException ex) {
				if (attempt == ATTEMPTS) {
					throw ex;
				}
				logger.debug("Cancelling the event {} lost a race, looking again", id, ex);
			}
		}
	}

	/**
	 * Work in the transaction around by itself, so that a refused event does not mark it
	 * for rollback, or else in one of its own.
	 */
	private <T> T run(boolean joins, Function<Transaction, T> work) {
		try {
			Transaction current = joins ? this.transactions.current() : null;
			return (current != null) ? work.apply(current) : this.transactions.execute(work);
		}
		catch (TitoClientException ex) {
			throw TitoExceptionTranslator.translate(ex);
		}
	}

	private byte[] bytes(Object payload) {
		return (payload instanceof byte[] bytes) ? bytes : this.codec.write(payload);
	}

}
