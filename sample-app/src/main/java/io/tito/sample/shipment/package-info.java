/**
 * Shipments, which follow from orders exactly once.
 */
@NullMarked
package io.tito.sample.shipment;

import org.jspecify.annotations.NullMarked;
