/**
 * Entities, their stored form, the template and the repositories.
 */
@NullMarked
package io.tito.autoconfigure.data;

import org.jspecify.annotations.NullMarked;
