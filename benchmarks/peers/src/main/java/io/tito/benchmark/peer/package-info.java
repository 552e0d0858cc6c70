/**
 * What a product under test is, and what it is given to do.
 */
@NullMarked
package io.tito.benchmark.peer;

import org.jspecify.annotations.NullMarked;
