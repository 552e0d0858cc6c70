package io.tito.log;

import java.util.function.Function;

import io.tito.client.CommitOutcome;
import io.tito.client.StoreUnavailableException;
import io.tito.client.TitoClient;
import io.tito.client.Transaction;
import io.tito.client.TransactionOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transactions of operators. They take locks on the states that they change, so that they
 * come through beside an owner who writes them all the time. What is run must be
 * repeatable: it is run again if the commit did not succeed, and its outcome may stay
 * unknown.
 */
final class OperatorTransactions {

	private static final Logger logger = LoggerFactory.getLogger(OperatorTransactions.class);

	private static final int ATTEMPTS = 10;

	private final TitoClient client;

	OperatorTransactions(TitoClient client) {
		this.client = client;
	}

	/**
	 * Run something in a transaction.
	 * @param <T> the type of the result
	 * @param what what is done, for the message
	 * @param work what to run
	 * @return its result, once it is committed
	 * @throws StoreUnavailableException if the commit kept failing; repeat the operation
	 */
	<T> T run(String what, Function<Transaction, T> work) {
		CommitOutcome outcome = new CommitOutcome.Aborted("not tried");
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			Transaction transaction = this.client.begin(TransactionOptions.defaults().asPessimistic());
			T result;
			try {
				result = work.apply(transaction);
				outcome = transaction.commit();
			}
			catch (RuntimeException ex) {
				transaction.rollback();
				throw ex;
			}
			if (outcome instanceof CommitOutcome.Unknown unknown) {
				outcome = this.client.probe(unknown);
			}
			if (outcome instanceof CommitOutcome.Committed) {
				return result;
			}
			logger.debug("{} ended as {}; trying again", what, outcome);
		}
		throw new StoreUnavailableException(
				"%s was not stored (%s): repeat the operation, what is done already is not done twice".formatted(what,
						outcome),
				null);
	}

}
