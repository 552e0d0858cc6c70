/**
 * How values become bytes.
 */
@NullMarked
package io.tito.codec;

import org.jspecify.annotations.NullMarked;
