/**
 * The connection to TiKV: where it is, the client, and the namespace in it.
 */
@NullMarked
package io.tito.autoconfigure.tikv;

import org.jspecify.annotations.NullMarked;
