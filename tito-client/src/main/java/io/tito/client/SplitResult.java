package io.tito.client;

/**
 * What a split did.
 *
 * @param regions how many regions were made; 0 if all keys were the first of a region
 * already
 * @param settled whether PD has finished spreading them over the stores; if not, it goes
 * on by itself
 */
public record SplitResult(int regions, boolean settled) {

}
