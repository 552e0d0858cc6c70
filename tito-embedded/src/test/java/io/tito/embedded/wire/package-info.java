/**
 * Speaks to a cluster with bare stubs.
 */
@NullMarked
package io.tito.embedded.wire;

import org.jspecify.annotations.NullMarked;
