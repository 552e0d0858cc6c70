/**
 * Listeners that a test runs.
 */
@NullMarked
package io.tito.test.listener;

import org.jspecify.annotations.NullMarked;
