/**
 * The command.
 */
@NullMarked
package io.tito.benchmark.peer.run;

import org.jspecify.annotations.NullMarked;
