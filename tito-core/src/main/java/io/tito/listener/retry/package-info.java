/**
 * What becomes of an event whose listener failed.
 */
@NullMarked
package io.tito.listener.retry;

import org.jspecify.annotations.NullMarked;
