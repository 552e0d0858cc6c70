/**
 * Values as JSON, written by Jackson 3.
 */
@NullMarked
package io.tito.codec.jackson;

import org.jspecify.annotations.NullMarked;
