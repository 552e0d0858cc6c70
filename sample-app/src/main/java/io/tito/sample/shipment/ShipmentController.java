package io.tito.sample.shipment;

import java.util.Comparator;
import java.util.List;

import io.tito.sample.web.InvalidFieldException;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The resource {@code /shipments}.
 */
@RestController
class ShipmentController {

	private final Shipments shipments;

	ShipmentController(Shipments shipments) {
		this.shipments = shipments;
	}

	@GetMapping("/shipments")
	ShipmentList list(@RequestParam(required = false) @Nullable String customer,
			@RequestParam(required = false) @Nullable String order,
			@RequestParam(defaultValue = "false") boolean withOrder) {
		if (customer != null && order == null) {
			return new ShipmentList(withOrder ? this.shipments.findWithOrderByCustomerOrderByNumber(customer)
					: this.shipments.findByCustomerOrderByNumber(customer));
		}
		if (order != null && customer == null) {
			return new ShipmentList(this.shipments.findByOrderId(order)
				.stream()
				.sorted(Comparator.comparing(Shipment::number))
				.toList());
		}
		throw new InvalidFieldException("customer", "give either a customer or an order");
	}

	record ShipmentList(List<Shipment> items) {

	}

}
