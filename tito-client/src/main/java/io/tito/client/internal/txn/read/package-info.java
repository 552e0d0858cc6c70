/**
 * Reads at one timestamp.
 */
@NullMarked
package io.tito.client.internal.txn.read;

import org.jspecify.annotations.NullMarked;
