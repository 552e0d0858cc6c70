/**
 * The placement driver: the timestamp oracle, the map of stores and regions, safe points.
 */
@NullMarked
package io.tito.embedded.pd;

import org.jspecify.annotations.NullMarked;
