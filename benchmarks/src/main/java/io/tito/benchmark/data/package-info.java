/**
 * Measurements of entities, indexes and queries.
 */
@NullMarked
package io.tito.benchmark.data;

import org.jspecify.annotations.NullMarked;
