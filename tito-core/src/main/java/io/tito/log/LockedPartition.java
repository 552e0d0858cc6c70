package io.tito.log;

import io.tito.client.Snapshot;

/**
 * A partition that its owner cannot change now.
 *
 * @param state its state
 * @param at shows everything that owners have written
 */
record LockedPartition(GroupState state, Snapshot at) {

}
