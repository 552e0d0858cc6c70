package io.tito.query;

import io.tito.key.Key;

/**
 * An entry of an index, or a row, that a query found.
 *
 * @param place where it lies in the order of the results
 * @param id the encoded id of its row
 * @param range which of the query's ranges it lies in
 * @param row the row's bytes; empty if an index was read
 */
public record Hit(Key place, Key id, int range, byte[] row) {

}
