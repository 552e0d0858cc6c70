/**
 * Metrics of transactions and events.
 */
@NullMarked
package io.tito.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
