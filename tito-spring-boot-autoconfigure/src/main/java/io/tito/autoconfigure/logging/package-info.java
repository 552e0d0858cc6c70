/**
 * Quiet defaults for the loggers of the bundled TiKV client.
 */
@NullMarked
package io.tito.autoconfigure.logging;

import org.jspecify.annotations.NullMarked;
