package io.tito.sample.order;

import io.tito.annotation.TitoUseIndex;
import io.tito.repository.TitoRepository;

import org.springframework.data.domain.Limit;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Window;

/**
 * The stored orders.
 */
public interface Orders extends TitoRepository<Order, String> {

	Window<Order> findByCustomer(String customer, ScrollPosition position, Limit limit);

	/**
	 * The large orders of a customer, the largest first.
	 */
	@TitoUseIndex("large_by_customer")
	Window<Order> findLargeByCustomer(String customer, ScrollPosition position, Limit limit);

}
