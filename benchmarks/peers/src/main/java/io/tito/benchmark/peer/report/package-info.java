/**
 * Tables of what was measured.
 */
@NullMarked
package io.tito.benchmark.peer.report;

import org.jspecify.annotations.NullMarked;
