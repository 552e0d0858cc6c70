/**
 * The way from buffered writes to an outcome.
 */
@NullMarked
package io.tito.client.internal.txn.commit;

import org.jspecify.annotations.NullMarked;
