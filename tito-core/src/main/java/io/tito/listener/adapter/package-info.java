/**
 * Turns annotated methods into handlers of events.
 */
@NullMarked
package io.tito.listener.adapter;

import org.jspecify.annotations.NullMarked;
