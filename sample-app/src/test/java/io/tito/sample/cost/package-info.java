/**
 * What a request costs at the wire.
 */
@NullMarked
package io.tito.sample.cost;

import org.jspecify.annotations.NullMarked;
