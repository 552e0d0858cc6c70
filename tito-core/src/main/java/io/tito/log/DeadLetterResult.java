package io.tito.log;

/**
 * What became of dead letters.
 *
 * @param affected how many were replayed or discarded, or would be
 * @param more whether the limit was reached: repeat the operation for the rest
 */
public record DeadLetterResult(int affected, boolean more) {

}
