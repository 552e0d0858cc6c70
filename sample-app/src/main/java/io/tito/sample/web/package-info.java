/**
 * Errors as problem details.
 */
@NullMarked
package io.tito.sample.web;

import org.jspecify.annotations.NullMarked;
