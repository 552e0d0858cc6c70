/**
 * Collection of old versions by one of the instances.
 */
@NullMarked
package io.tito.autoconfigure.gc;

import org.jspecify.annotations.NullMarked;
