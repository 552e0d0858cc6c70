/**
 * Removal of old versions as the job of one instance.
 */
@NullMarked
package io.tito.gc;

import org.jspecify.annotations.NullMarked;
