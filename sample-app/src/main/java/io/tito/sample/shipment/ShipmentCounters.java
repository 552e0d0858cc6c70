package io.tito.sample.shipment;

import io.tito.repository.TitoRepository;

/**
 * The stored counters.
 */
interface ShipmentCounters extends TitoRepository<ShipmentCounter, String> {

}
