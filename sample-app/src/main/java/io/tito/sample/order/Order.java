package io.tito.sample.order;

import java.util.List;

import io.tito.annotation.Operation;
import io.tito.annotation.TitoEntity;
import io.tito.annotation.TitoEvent;
import io.tito.annotation.TitoIndex;
import org.jspecify.annotations.Nullable;

import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import org.springframework.data.domain.Sort.Direction;

/**
 * What a customer ordered. A new order publishes an event in the transaction that writes
 * it; events of one customer are handled in the order of their orders.
 *
 * @param id given by the store
 * @param customer who ordered
 * @param reference the customer's own name for the order, used once
 * @param amount what it costs, in cents
 * @param tags any words
 * @param version counts the changes, given by the store
 */
@TitoEntity("order")
@TitoIndex(name = "by_customer", fields = "customer")
@TitoIndex(name = "large_by_customer", fields = { "customer", "amount" }, order = { Direction.ASC, Direction.DESC },
		condition = "amount >= 1000")
@TitoIndex(name = "by_reference", fields = "reference", unique = true)
@TitoEvent(type = Order.EVENTS, key = "customer", on = Operation.INSERT)
public record Order(@Id @Nullable String id, String customer, String reference, long amount, List<String> tags,
		@Version @Nullable Long version) {

	/** The type of the events that new orders publish. */
	public static final String EVENTS = "order";

}
