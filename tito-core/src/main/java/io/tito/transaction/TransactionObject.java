package io.tito.transaction;

import io.tito.client.Savepoint;
import org.jspecify.annotations.Nullable;

import org.springframework.transaction.SavepointManager;
import org.springframework.transaction.support.SmartTransactionObject;

/**
 * What Spring carries through one {@code getTransaction} call.
 */
final class TransactionObject implements SmartTransactionObject, SavepointManager {

	private @Nullable TransactionHolder holder;

	TransactionObject(@Nullable TransactionHolder holder) {
		this.holder = holder;
	}

	boolean exists() {
		return this.holder != null;
	}

	void begin(TransactionHolder begun) {
		this.holder = begun;
	}

	void suspend() {
		this.holder = null;
	}

	TransactionHolder holder() {
		if (this.holder == null) {
			throw new IllegalStateException("No transaction was begun");
		}
		return this.holder;
	}

	@Override
	public boolean isRollbackOnly() {
		return this.holder != null && this.holder.isRollbackOnly();
	}

	/**
	 * Begins the transaction if nothing was read or written yet, so that there is
	 * something to go back to.
	 */
	@Override
	public Object createSavepoint() {
		return holder().transaction().savepoint();
	}

	/**
	 * The failure that led back here is dealt with by that, and does not make the rest of
	 * the transaction fail.
	 */
	@Override
	public void rollbackToSavepoint(Object savepoint) {
		try {
			((Savepoint) savepoint).rollback();
			holder().resetRollbackOnly();
		}
		catch (IllegalStateException ex) {
			// a deadlock has ended the whole transaction, which its own exception tells
			holder().setRollbackOnly();
		}
	}

	@Override
	public void flush() {
		holder().flush();
	}

	@Override
	public void releaseSavepoint(Object savepoint) {
		// it costs nothing to keep
	}

}
