package io.tito.log;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How far a group is behind, as the store shows it.
 *
 * @param pending events that are due and neither handled nor parked nor given up
 * @param parked events that wait in parked lanes
 * @param deadLetters events that were given up
 * @param oldest when the oldest event that is pending or parked was due; null if there is
 * none
 */
public record GroupLag(long pending, long parked, long deadLetters, @Nullable Instant oldest) {

}
