package io.tito.embedded.mvcc;

/**
 * Why a write conflict is one, with its number in the protocol.
 */
enum ConflictReason {

	OPTIMISTIC(1, "Optimistic"), PESSIMISTIC_RETRY(2, "PessimisticRetry"), SELF_ROLLED_BACK(3, "SelfRolledBack"),
	RC_CHECK_TS(4, "RcCheckTs"), LAZY_UNIQUENESS_CHECK(5, "LazyUniquenessCheck");

	private final int number;

	private final String text;

	ConflictReason(int number, String text) {
		this.number = number;
		this.text = text;
	}

	int number() {
		return this.number;
	}

	@Override
	public String toString() {
		return this.text;
	}

}
