/**
 * Removal of old versions: rounds of collection, and holds against it.
 */
@NullMarked
package io.tito.client.internal.gc;

import org.jspecify.annotations.NullMarked;
