/**
 * Measurements of transactions and events for Micrometer; needs Micrometer on the class
 * path, which nothing else in this module does.
 */
@NullMarked
package io.tito.metrics;

import org.jspecify.annotations.NullMarked;
