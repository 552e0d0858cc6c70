/**
 * PD and TiKV in the JVM, for development and tests, spoken to over the real protocol.
 */
@NullMarked
package io.tito.embedded;

import org.jspecify.annotations.NullMarked;
