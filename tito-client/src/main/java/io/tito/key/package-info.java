/**
 * Keys: byte strings in TiKV's order, and the order-preserving encoding of values into
 * them. Pure functions; depends on nothing.
 */
@NullMarked
package io.tito.key;

import org.jspecify.annotations.NullMarked;
