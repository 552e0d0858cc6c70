/**
 * A long run of everything at once against servers that misbehave, with its invariants
 * checked all the while.
 */
@NullMarked
package io.tito.benchmark.soak;

import org.jspecify.annotations.NullMarked;
