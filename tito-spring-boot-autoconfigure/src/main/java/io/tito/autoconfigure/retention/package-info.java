/**
 * Removal of old events by one of the instances.
 */
@NullMarked
package io.tito.autoconfigure.retention;

import org.jspecify.annotations.NullMarked;
