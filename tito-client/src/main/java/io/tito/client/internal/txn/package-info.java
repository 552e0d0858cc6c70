/**
 * Transactions and snapshots as the port promises them.
 */
@NullMarked
package io.tito.client.internal.txn;

import org.jspecify.annotations.NullMarked;
