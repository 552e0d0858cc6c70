package io.tito.client.internal.pd;

import io.tito.client.Timestamp;

/**
 * The safe point that a service holds.
 *
 * @param service the name of the service
 * @param at its safe point
 */
public record ServiceSafePoint(String service, Timestamp at) {

}
