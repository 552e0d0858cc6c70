package io.tito.autoconfigure.docs;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.tito.log.EventId;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * What the listeners of the examples work with. Remembers what it was asked for.
 */
@Component
class Partners implements Listening.Carrier, Listening.Bank, Listening.Statistics {

	final Set<String> did = ConcurrentHashMap.newKeySet();

	private final Set<String> asked = ConcurrentHashMap.newKeySet();

	@Override
	public void send(Order order, EventId idempotencyKey) {
		this.did.add("sent " + order.customer());
	}

	@Override
	public boolean isOpen() {
		// closed when it is asked for the first time
		return !this.asked.add("open");
	}

	@Override
	public Instant opens() {
		this.did.add("closed");
		return Instant.EPOCH;
	}

	@Override
	public void book(Order order, @Nullable String cause) {
		this.did.add("booked " + order.customer() + " " + cause);
	}

	@Override
	public void enterOnce(EventId id, Order order) {
		this.did.add("entered " + order.customer());
	}

	@Override
	public void add(List<Order> orders) {
		orders.forEach((order) -> this.did.add("counted " + order.customer()));
	}

	@Override
	public void index(EventId id, Order order) {
		if (order.customer().startsWith("odd") && this.asked.add("index " + id)) {
			throw new IllegalArgumentException("not now");
		}
		this.did.add("indexed " + order.customer());
	}

	@Override
	public void archive(Order order) {
		this.did.add("archived " + order.customer());
	}

}
