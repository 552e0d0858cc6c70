package io.tito.transaction;

import java.time.Duration;

import io.tito.client.TitoClient;
import io.tito.client.TitoClientException;
import io.tito.client.Transaction;
import io.tito.client.TransactionOptions;
import io.tito.key.Key;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.QueryTimeoutException;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.ResourceHolderSupport;

/**
 * A Spring transaction's place for the client's one, which begins when it is first asked
 * for: a transaction that touches nothing costs nothing.
 */
final class TransactionHolder extends ResourceHolderSupport {

	private final TitoClient client;

	private final boolean readOnly;

	private final @Nullable Duration timeout;

	private final long created = System.nanoTime();

	private @Nullable Transaction transaction;

	private boolean ended;

	private final TransactionOptions defaults;

	TransactionHolder(TitoClient client, boolean readOnly, @Nullable Duration timeout) {
		this(client, readOnly, timeout, TransactionOptions.defaults());
	}

	TransactionHolder(TitoClient client, boolean readOnly, @Nullable Duration timeout, TransactionOptions defaults) {
		this.client = client;
		this.readOnly = readOnly;
		this.timeout = timeout;
		this.defaults = defaults;
	}

	boolean isReadOnly() {
		return this.readOnly;
	}

	/**
	 * Whether the transaction was committed or rolled back. Spring keeps the holder bound
	 * while the callbacks after that run.
	 * @return whether it has ended
	 */
	boolean hasEnded() {
		return this.ended;
	}

	/**
	 * End the transaction for all who ask later.
	 * @return the client's transaction, or null if nothing was read or written
	 */
	@Nullable Transaction end() {
		this.ended = true;
		return this.transaction;
	}

	Transaction transaction() {
		if (this.ended) {
			throw new IllegalTransactionStateException(
					"The transaction of this thread has ended; what runs after it needs a transaction of its own (Propagation.REQUIRES_NEW)");
		}
		TransactionOptions options = options();
		if (this.transaction == null) {
			this.transaction = begin(options);
		}
		return this.transaction;
	}

	/**
	 * Look for inserted keys that exist. A transaction that was not needed yet has none.
	 */
	void flush() {
		if (this.ended || this.transaction == null) {
			return;
		}
		try {
			Key taken = this.transaction.findTaken();
			if (taken != null) {
				throw CommitFailures.duplicate(taken);
			}
		}
		catch (TitoClientException ex) {
			throw TitoExceptionTranslator.translate(ex);
		}
	}

	TransactionOptions options() {
		if (this.timeout == null) {
			return this.defaults;
		}
		Duration left = this.timeout.minusNanos(System.nanoTime() - this.created);
		if (left.isNegative() || left.isZero()) {
			setRollbackOnly();
			throw new QueryTimeoutException(
					"The transaction's timeout of %s is over; it is rolled back. Do less in it or give it more time"
						.formatted(this.timeout));
		}
		return this.defaults.within(left);
	}

	private Transaction begin(TransactionOptions options) {
		try {
			// whoever only writes takes both timestamps in one trip, at the commit
			Transaction begun = this.client.begin(options.startingLate());
			return this.readOnly ? new ReadOnlyTransaction(begun) : begun;
		}
		catch (TitoClientException ex) {
			throw TitoExceptionTranslator.translate(ex);
		}
	}

}
