/**
 * The partitioned event log: what is asked of it, key layout, reader, group state, parked
 * lanes, dead letters.
 */
@NullMarked
package io.tito.log;

import org.jspecify.annotations.NullMarked;
