package io.tito.sample.shipment;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoIndex;
import io.tito.annotation.TitoRelation;
import io.tito.sample.order.Order;
import org.jspecify.annotations.Nullable;

import org.springframework.data.annotation.Id;

/**
 * An order on its way. Nothing in the store forbids two shipments of one order: that
 * there is exactly one follows from the transactional listener.
 *
 * @param id given by the store
 * @param orderId the order
 * @param customer who receives it
 * @param number counts the customer's shipments from 1, without gaps
 * @param order what is shipped; null unless it was fetched
 */
@TitoEntity("shipment")
@TitoIndex(name = "by_customer", fields = { "customer", "number" })
@TitoIndex(name = "by_order", fields = "orderId")
public record Shipment(@Id @Nullable String id, String orderId, String customer, long number,
		@TitoRelation(from = "orderId") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Order order) {

}
