/**
 * What a namespace in the store says of itself: the format of its data and whose it is.
 */
@NullMarked
package io.tito.format;

import org.jspecify.annotations.NullMarked;
