/**
 * The workloads, and the books that are kept on every event.
 */
@NullMarked
package io.tito.benchmark.peer.measure;

import org.jspecify.annotations.NullMarked;
