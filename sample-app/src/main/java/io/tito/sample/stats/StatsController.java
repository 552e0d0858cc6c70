package io.tito.sample.stats;

import io.tito.log.EventLogOperations;
import io.tito.log.GroupLag;
import io.tito.sample.audit.Audit;
import io.tito.sample.order.Order;
import io.tito.sample.order.Orders;
import io.tito.sample.shipment.Shipments;
import io.tito.sample.shipment.Shipping;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The resource {@code /stats}.
 */
@RestController
class StatsController {

	private final Orders orders;

	private final Shipments shipments;

	private final EventLogOperations log;

	private final Audit audit;

	StatsController(Orders orders, Shipments shipments, EventLogOperations log, Audit audit) {
		this.orders = orders;
		this.shipments = shipments;
		this.log = log;
		this.audit = audit;
	}

	@GetMapping("/stats")
	Stats get() {
		GroupLag lag = this.log.lag(Order.EVENTS, Shipping.GROUP);
		return new Stats(this.orders.count(), this.shipments.count(), lag.deadLetters(), lag.pending() + lag.parked(),
				this.audit.deliveries(), this.audit.duplicates());
	}

}
