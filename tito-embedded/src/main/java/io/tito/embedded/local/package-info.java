/**
 * The way to a server from inside its JVM: calls on the thread that makes them.
 */
@NullMarked
package io.tito.embedded.local;

import org.jspecify.annotations.NullMarked;
