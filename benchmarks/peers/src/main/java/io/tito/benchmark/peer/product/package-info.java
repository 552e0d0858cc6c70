/**
 * The products that can be measured, each behind one small adapter.
 */
@NullMarked
package io.tito.benchmark.peer.product;

import org.jspecify.annotations.NullMarked;
