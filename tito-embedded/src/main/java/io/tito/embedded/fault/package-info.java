/**
 * Faults that a test injects into the server, and counters of what it was asked.
 */
@NullMarked
package io.tito.embedded.fault;

import org.jspecify.annotations.NullMarked;
