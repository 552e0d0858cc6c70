/**
 * Publishing: events by hand, and events of entities, in the transaction that changes the
 * data.
 */
@NullMarked
package io.tito.outbox;

import org.jspecify.annotations.NullMarked;
