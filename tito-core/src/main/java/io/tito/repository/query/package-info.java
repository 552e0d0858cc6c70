/**
 * Queries that are derived from the names of repository methods.
 */
@NullMarked
package io.tito.repository.query;

import org.jspecify.annotations.NullMarked;
