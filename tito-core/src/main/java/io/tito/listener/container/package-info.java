/**
 * Runs listeners: sweeps partitions, hands events to handlers, acknowledges.
 */
@NullMarked
package io.tito.listener.container;

import org.jspecify.annotations.NullMarked;
