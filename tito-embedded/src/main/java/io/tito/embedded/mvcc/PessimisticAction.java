package io.tito.embedded.mvcc;

/**
 * What a pessimistic prewrite has to check of a key.
 */
enum PessimisticAction {

	/**
	 * The transaction has not locked the key before and need not: nobody else writes it
	 * without holding another lock.
	 */
	SKIP_PESSIMISTIC_CHECK,

	/**
	 * The transaction should have locked the key before.
	 */
	DO_PESSIMISTIC_CHECK,

	/**
	 * The transaction has not locked the key before, and what an optimistic one checks
	 * was put off until now.
	 */
	DO_CONSTRAINT_CHECK;

	static PessimisticAction of(long number) {
		if (number < 0 || number >= values().length) {
			throw new IllegalArgumentException("There is no pessimistic action " + number);
		}
		return values()[(int) number];
	}

}
