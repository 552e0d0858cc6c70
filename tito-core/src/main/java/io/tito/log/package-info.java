/**
 * The partitioned event log: key layout, writer, reader, group state, parked lanes, dead
 * letters.
 */
@NullMarked
package io.tito.log;

import org.jspecify.annotations.NullMarked;
