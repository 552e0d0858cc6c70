package io.tito.client.internal.txn.hold;

import io.tito.key.Key;

/**
 * A key to lock.
 *
 * @param key the key
 * @param absent whether it must not have a value
 */
public record Demand(Key key, boolean absent) {

}
