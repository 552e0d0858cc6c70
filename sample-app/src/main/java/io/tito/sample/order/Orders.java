package io.tito.sample.order;

import io.tito.repository.TitoRepository;

import org.springframework.data.domain.Limit;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Window;

/**
 * The stored orders.
 */
public interface Orders extends TitoRepository<Order, String> {

	Window<Order> findByCustomer(String customer, ScrollPosition position, Limit limit);

}
