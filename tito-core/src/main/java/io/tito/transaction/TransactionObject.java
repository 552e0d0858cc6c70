package io.tito.transaction;

import org.jspecify.annotations.Nullable;

import org.springframework.transaction.support.SmartTransactionObject;

/**
 * What Spring carries through one {@code getTransaction} call.
 */
final class TransactionObject implements SmartTransactionObject {

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

}
