package io.tito.core;

/**
 * What a migration did, in all its runs together.
 *
 * @param name its name
 * @param rows how many rows it looked at
 * @param changed how many of them it wrote
 */
public record Migration(String name, long rows, long changed) {

}
