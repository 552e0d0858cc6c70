/**
 * Tests with real processes: they start the packaged jars, and kill them.
 */
@NullMarked
package io.tito.sample.process;

import org.jspecify.annotations.NullMarked;
