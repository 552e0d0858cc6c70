package io.tito.sample.shipment;

import io.tito.annotation.TitoListener;
import io.tito.sample.order.Order;

import org.springframework.stereotype.Component;

/**
 * Ships each new order. The counter, the shipment and the acknowledgement of the event
 * are one transaction: however often an instance dies here, an order is shipped once.
 */
@Component
public class Shipping {

	/** The group whose progress the figures show. */
	public static final String GROUP = "shipping";

	private static final long UNLUCKY = 13;

	private final Shipments shipments;

	private final ShipmentCounters counters;

	Shipping(Shipments shipments, ShipmentCounters counters) {
		this.shipments = shipments;
		this.counters = counters;
	}

	@TitoListener(type = Order.EVENTS, group = GROUP, transactional = true)
	void ship(Order order) {
		String customer = order.customer();
		ShipmentCounter counter = this.counters.findById(customer)
			.orElseGet(() -> ShipmentCounter.none(customer))
			.next();
		this.counters.save(counter);
		this.shipments.save(new Shipment(null, String.valueOf(order.id()), customer, counter.last(), null));
		// thrown last: the counter and the shipment above are rolled back with it
		if (order.amount() == UNLUCKY) {
			throw new IllegalStateException("Nobody ships an order of " + UNLUCKY);
		}
	}

}
