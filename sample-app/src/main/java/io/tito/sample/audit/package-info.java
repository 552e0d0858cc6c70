/**
 * Counts deliveries, to show what at least once means.
 */
@NullMarked
package io.tito.sample.audit;

import org.jspecify.annotations.NullMarked;
