package io.tito.log;

import java.time.Instant;

/**
 * How far a group is on a partition, as it is stored. An idle owner is further than that,
 * and says so when somebody waits for it.
 *
 * @param partition the partition
 * @param owner the instance that handles it; empty if none does
 * @param epoch how often it was taken
 * @param position the position up to which the log is settled
 * @param readUpTo the time up to which it is
 */
public record PartitionInfo(int partition, String owner, long epoch, Position position, Instant readUpTo) {

}
