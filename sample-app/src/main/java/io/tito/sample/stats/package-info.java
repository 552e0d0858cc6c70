/**
 * Figures about the whole.
 */
@NullMarked
package io.tito.sample.stats;

import org.jspecify.annotations.NullMarked;
