package io.tito.client;

import io.tito.key.Key;

/**
 * A key with its value, as a read returned it.
 *
 * @param key the key
 * @param value the value; empty if only keys were asked for
 */
public record Entry(Key key, byte[] value) {

}
