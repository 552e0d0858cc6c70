package io.tito.log;

import io.tito.key.Key;

/**
 * A dead letter as it was found.
 *
 * @param key its key
 * @param row the event as it was stored
 * @param letter the dead letter
 */
record BuriedEvent(Key key, byte[] row, DeadLetter letter) {

}
