/**
 * Publishing: events that become part of a transaction. Not for applications, which
 * publish with the outbox.
 */
@NullMarked
package io.tito.log.write;

import org.jspecify.annotations.NullMarked;
