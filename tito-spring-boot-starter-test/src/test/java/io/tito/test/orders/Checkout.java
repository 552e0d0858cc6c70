package io.tito.test.orders;

import java.time.Duration;

import io.tito.client.TitoClient;
import io.tito.log.EventId;
import io.tito.outbox.OutboundEvent;
import io.tito.outbox.Outbox;
import io.tito.transaction.TitoTransactional;

import org.springframework.stereotype.Service;

@Service
public class Checkout {

	private final Orders orders;

	private final Outbox outbox;

	private final TitoClient client;

	Checkout(Orders orders, Outbox outbox, TitoClient client) {
		this.orders = orders;
		this.outbox = outbox;
		this.client = client;
	}

	@TitoTransactional
	public Order place(String customer, long amount) {
		if (amount < 0) {
			throw new IllegalArgumentException("An order costs something, not " + amount);
		}
		return this.orders.save(new Order(null, customer, amount));
	}

	public EventId remind(Order order, Duration in) {
		return this.outbox
			.publish(OutboundEvent.of("reminder", order.customer(), new Remind(String.valueOf(order.id())))
				.at(this.client.timestamp().instant().plus(in)));
	}

}
