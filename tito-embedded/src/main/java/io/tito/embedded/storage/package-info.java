/**
 * What is stored per key: a lock and versioned write records; changed in atomic batches.
 */
@NullMarked
package io.tito.embedded.storage;

import org.jspecify.annotations.NullMarked;
