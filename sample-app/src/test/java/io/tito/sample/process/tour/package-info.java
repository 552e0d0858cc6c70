/**
 * Runs the tour of the README as it stands there.
 */
@NullMarked
package io.tito.sample.process.tour;

import org.jspecify.annotations.NullMarked;
