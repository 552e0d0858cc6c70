package io.tito.client;

import java.util.List;
import java.util.Map;

import io.tito.key.Key;

/**
 * What {@link Snapshot#readAll} found.
 *
 * @param values the keys that exist, in the order in which they were given
 * @param ranges the entries of each range that was read, by the range
 */
public record Reads(Map<Key, byte[]> values, Map<Scan, List<Entry>> ranges) {

}
