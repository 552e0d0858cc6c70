/**
 * Queries along one index, and the cursors of their pages.
 */
@NullMarked
package io.tito.query;

import org.jspecify.annotations.NullMarked;
