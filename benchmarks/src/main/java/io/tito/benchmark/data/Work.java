package io.tito.benchmark.data;

/**
 * Something to measure.
 *
 * @param name its name in the table
 * @param operation what one thread does again and again
 */
record Work(String name, Runnable operation) {

}
