package io.tito.listener.config;

/**
 * What the listeners get.
 */
record Order(String reference, long amount) {

}
