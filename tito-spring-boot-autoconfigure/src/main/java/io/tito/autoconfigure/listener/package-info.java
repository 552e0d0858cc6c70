/**
 * Listeners and the containers that run them.
 */
@NullMarked
package io.tito.autoconfigure.listener;

import org.jspecify.annotations.NullMarked;
