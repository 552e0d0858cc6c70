/**
 * Relations between rows: fetched in batches, and kept when rows are deleted.
 */
@NullMarked
package io.tito.relation;

import org.jspecify.annotations.NullMarked;
