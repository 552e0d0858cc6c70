/**
 * The server: one port for PD, TiKV, batched commands and the health service.
 */
@NullMarked
package io.tito.embedded.rpc;

import org.jspecify.annotations.NullMarked;
