package io.tito.sample.shipment;

import java.util.List;

import io.tito.repository.TitoRepository;

/**
 * The stored shipments.
 */
public interface Shipments extends TitoRepository<Shipment, String> {

	List<Shipment> findByCustomer(String customer);

	List<Shipment> findByOrderId(String orderId);

}
