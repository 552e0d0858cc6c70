package io.tito.client;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What one round of collection did.
 *
 * @param safePoint PD's safe point after the round
 * @param advanced whether this round moved it
 * @param heldBy the service whose hold kept it from moving as far as wanted, or null
 * @param regions how many regions were searched for locks
 * @param locks how many locks were resolved
 * @param elapsed how long the round took
 */
public record CollectionRound(Timestamp safePoint, boolean advanced, @Nullable String heldBy, int regions, long locks,
		Duration elapsed) {

}
