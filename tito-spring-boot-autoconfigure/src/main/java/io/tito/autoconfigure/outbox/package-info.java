/**
 * Publishing events.
 */
@NullMarked
package io.tito.autoconfigure.outbox;

import org.jspecify.annotations.NullMarked;
