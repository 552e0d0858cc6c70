package io.tito.log;

/**
 * What the removal of a group has removed with it.
 *
 * @param lanes lanes that were parked
 * @param parked events that were parked
 * @param deadLetters dead letters
 */
public record GroupRemoval(long lanes, long parked, long deadLetters) {

}
