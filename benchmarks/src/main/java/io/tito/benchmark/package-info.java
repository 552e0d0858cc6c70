/**
 * Closed-loop measurements of the client against the embedded server.
 */
@NullMarked
package io.tito.benchmark;

import org.jspecify.annotations.NullMarked;
