package io.tito.gc;

/**
 * Whether to collect, and why.
 *
 * @param collects whether
 * @param reason why, for people
 */
record Decision(boolean collects, String reason) {

}
