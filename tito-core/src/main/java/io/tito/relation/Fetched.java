package io.tito.relation;

import java.util.List;

/**
 * Rows with their relations.
 *
 * @param <T> the class of the rows
 * @param rows the rows
 * @param missing how many ids named rows that do not exist
 */
public record Fetched<T>(List<T> rows, int missing) {

}
