package io.tito.outbox;

/**
 * What is published.
 */
record Reminder(String order) {

}
