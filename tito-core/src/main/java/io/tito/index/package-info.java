/**
 * Keys and entries of indexes: how they follow the row, and how they are read.
 */
@NullMarked
package io.tito.index;

import org.jspecify.annotations.NullMarked;
