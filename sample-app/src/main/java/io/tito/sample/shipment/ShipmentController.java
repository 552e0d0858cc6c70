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
			@RequestParam(required = false) @Nullable String order) {
		return new ShipmentList(find(customer, order).stream().sorted(Comparator.comparing(Shipment::number)).toList());
	}

	private List<Shipment> find(@Nullable String customer, @Nullable String order) {
		if (customer != null && order == null) {
			return this.shipments.findByCustomer(customer);
		}
		if (order != null && customer == null) {
			return this.shipments.findByOrderId(order);
		}
		throw new InvalidFieldException("customer", "give either a customer or an order");
	}

	record ShipmentList(List<Shipment> items) {

	}

}
