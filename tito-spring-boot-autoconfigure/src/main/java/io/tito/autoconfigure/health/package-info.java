/**
 * Health of the connection to TiKV.
 */
@NullMarked
package io.tito.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
