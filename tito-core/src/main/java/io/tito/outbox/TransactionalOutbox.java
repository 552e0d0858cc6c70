package io.tito.outbox;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

import io.tito.client.TitoClientException;
import io.tito.client.Transaction;
import io.tito.codec.ValueCodec;
import io.tito.log.EventId;
import io.tito.log.write.EventWriter;
import io.tito.log.write.NewEvent;
import io.tito.transaction.TitoExceptionTranslator;
import io.tito.transaction.TransactionAccess;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;

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
		return publish("publish", List.of(event)).get(0);
	}

	@Override
	public List<EventId> publishAll(Collection<OutboundEvent> events) {
		return publish("publishAll", events);
	}

	private List<EventId> publish(String method, Collection<OutboundEvent> events) {
		boolean joins = this.rules.check(method);
		List<NewEvent> appended = events.stream().map(this::event).toList();
		Function<Transaction, List<EventId>> work = (transaction) -> this.writer.appendAll(transaction, appended);
		boolean repeatable = !joins && appended.stream().allMatch((event) -> event.idempotencyKey() != null);
		return repeatable ? alone(work) : run(joins, work);
	}

	@Override
	public boolean cancel(EventId id) {
		Function<Transaction, Boolean> work = (transaction) -> this.writer.cancel(transaction, id);
		return this.rules.check("cancel") ? run(true, work) : alone(work);
	}

	@Override
	public boolean reschedule(EventId id, Instant at) {
		Function<Transaction, Boolean> work = (transaction) -> this.writer.reschedule(transaction, id, at);
		return this.rules.check("reschedule") ? run(true, work) : alone(work);
	}

	/**
	 * Runs again when the commit did not happen: the event may have become due meanwhile,
	 * or another has cancelled or published it, and a new transaction sees which.
	 */
	private <T> T alone(Function<Transaction, T> work) {
		for (int attempt = 1;; attempt++) {
			try {
				return run(false, work);
			}
			catch (ConcurrencyFailureException | DuplicateKeyException ex) {
				if (attempt == ATTEMPTS) {
					throw ex;
				}
				logger.debug("A call of the outbox lost a race, looking again", ex);
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

	private NewEvent event(OutboundEvent event) {
		String payloadType = (event.payloadType() != null) ? event.payloadType() : event.payload().getClass().getName();
		return new NewEvent(event.type(), event.key(), null, null, null, event.due(), payloadType, event.headers(),
				bytes(event.payload()), event.partition(), event.idempotencyKey());
	}

	private byte[] bytes(Object payload) {
		return (payload instanceof byte[] bytes) ? bytes : this.codec.write(payload);
	}

}
