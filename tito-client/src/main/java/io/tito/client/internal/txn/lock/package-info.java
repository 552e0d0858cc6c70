/**
 * Other transactions' locks: finding out what became of their owners, passing and
 * removing them.
 */
@NullMarked
package io.tito.client.internal.txn.lock;

import org.jspecify.annotations.NullMarked;
