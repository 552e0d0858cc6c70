package io.tito.sample.stats;

/**
 * Figures about the whole. All are read from the store, except those of the audit, which
 * are this instance's own.
 *
 * @param orders the stored orders
 * @param shipments the stored shipments
 * @param deadLetters the orders that could not be shipped
 * @param pending the orders that are still to be shipped
 * @param auditDeliveries the deliveries to this instance's audit
 * @param auditDuplicates those of them that were not the event's first
 */
record Stats(long orders, long shipments, long deadLetters, long pending, long auditDeliveries, long auditDuplicates) {

}
