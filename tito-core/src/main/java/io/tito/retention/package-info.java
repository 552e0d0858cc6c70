/**
 * Removal of old events by one of the instances.
 */
@NullMarked
package io.tito.retention;

import org.jspecify.annotations.NullMarked;
