/**
 * Storage that survives a crash, in RocksDB.
 */
@NullMarked
package io.tito.embedded.storage.rocks;

import org.jspecify.annotations.NullMarked;
