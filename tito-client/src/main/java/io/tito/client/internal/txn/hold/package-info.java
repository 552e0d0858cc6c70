/**
 * The locks that a transaction of this client holds, and what keeps them alive.
 */
@NullMarked
package io.tito.client.internal.txn.hold;

import org.jspecify.annotations.NullMarked;
