/**
 * Making regions ahead of the data.
 */
@NullMarked
package io.tito.client.internal.split;

import org.jspecify.annotations.NullMarked;
