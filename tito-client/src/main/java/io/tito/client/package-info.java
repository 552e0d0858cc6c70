/**
 * The port to TiKV: timestamps, snapshots and transactions. Everything above this package
 * sees only these types; everything below is internal.
 */
@NullMarked
package io.tito.client;

import org.jspecify.annotations.NullMarked;
