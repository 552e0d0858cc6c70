/**
 * The events that a test has published.
 */
@NullMarked
package io.tito.test.event;

import org.jspecify.annotations.NullMarked;
