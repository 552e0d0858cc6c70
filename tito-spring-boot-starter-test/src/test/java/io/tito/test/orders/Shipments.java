package io.tito.test.orders;

import io.tito.repository.TitoRepository;

public interface Shipments extends TitoRepository<Shipment, String> {

}
