package io.tito.codec;

import io.tito.key.Key;

/**
 * An entry of an index, as the row that owns it remembers it.
 *
 * @param index the name of the index
 * @param unique whether the index is unique
 * @param values the encoded values
 */
public record IndexEntry(String index, boolean unique, Key values) {
}
