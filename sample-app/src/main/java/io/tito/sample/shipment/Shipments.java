package io.tito.sample.shipment;

import java.util.List;

import io.tito.annotation.TitoFetch;
import io.tito.repository.TitoRepository;

/**
 * The stored shipments.
 */
public interface Shipments extends TitoRepository<Shipment, String> {

	List<Shipment> findByCustomerOrderByNumber(String customer);

	@TitoFetch("order")
	List<Shipment> findWithOrderByCustomerOrderByNumber(String customer);

	List<Shipment> findByOrderId(String orderId);

}
