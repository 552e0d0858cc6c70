/**
 * Operations on entities, and what may listen to their changes.
 */
@NullMarked
package io.tito.core;

import org.jspecify.annotations.NullMarked;
