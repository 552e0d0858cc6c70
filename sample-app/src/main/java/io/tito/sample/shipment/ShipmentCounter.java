package io.tito.sample.shipment;

import io.tito.annotation.TitoEntity;
import org.jspecify.annotations.Nullable;

import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

/**
 * The number of a customer's last shipment.
 *
 * @param customer the customer
 * @param last the number
 * @param version counts the changes, given by the store
 */
@TitoEntity("shipment_counter")
record ShipmentCounter(@Id String customer, long last, @Version @Nullable Long version) {

	static ShipmentCounter none(String customer) {
		return new ShipmentCounter(customer, 0, null);
	}

	ShipmentCounter next() {
		return new ShipmentCounter(this.customer, this.last + 1, this.version);
	}

}
