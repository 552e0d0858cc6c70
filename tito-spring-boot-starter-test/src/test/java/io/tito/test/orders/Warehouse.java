package io.tito.test.orders;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.tito.annotation.TitoListener;
import io.tito.outbox.OutboundEvent;
import io.tito.outbox.Outbox;

import org.springframework.stereotype.Component;

@Component
public class Warehouse {

	public static final long UNLUCKY = 13;

	private final List<String> reminded = new CopyOnWriteArrayList<>();

	private final Shipments shipments;

	private final Outbox outbox;

	Warehouse(Shipments shipments, Outbox outbox) {
		this.shipments = shipments;
		this.outbox = outbox;
	}

	@TitoListener(id = "shipping", type = "order", group = "shipping", transactional = true)
	public void ship(Order order) {
		if (order.amount() == UNLUCKY) {
			throw new IllegalStateException("Nobody ships an order of 13");
		}
		this.shipments.save(new Shipment(String.valueOf(order.id()), order.customer()));
		this.outbox.publish(OutboundEvent.of("shipped", order.customer(), new Shipped(String.valueOf(order.id()))));
	}

	@TitoListener(id = "reminding", type = "reminder", group = "reminding")
	public void remind(Remind remind) {
		this.reminded.add(remind.orderId());
	}

	public List<String> reminded() {
		return this.reminded;
	}

}
