/**
 * Observations of publishing and of listeners, with the trace between the two.
 */
@NullMarked
package io.tito.listener.observation;

import org.jspecify.annotations.NullMarked;
