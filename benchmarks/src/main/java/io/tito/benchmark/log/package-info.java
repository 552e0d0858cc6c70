/**
 * Measurements of the log: what it costs to wait, to publish and to deliver.
 */
@NullMarked
package io.tito.benchmark.log;

import org.jspecify.annotations.NullMarked;
