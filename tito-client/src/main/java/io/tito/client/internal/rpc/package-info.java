/**
 * One request to one server: streams, channels, deadlines and pauses.
 */
@NullMarked
package io.tito.client.internal.rpc;

import org.jspecify.annotations.NullMarked;
