/**
 * Orders and their HTTP resource.
 */
@NullMarked
package io.tito.sample.order;

import org.jspecify.annotations.NullMarked;
