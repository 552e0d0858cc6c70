/**
 * Raw keys and values, without transactions.
 */
@NullMarked
package io.tito.embedded.raw;

import org.jspecify.annotations.NullMarked;
