/**
 * Where a client comes from.
 */
@NullMarked
package io.tito.client.connect;

import org.jspecify.annotations.NullMarked;
