package io.tito.autoconfigure.app;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.tito.annotation.TitoListener;
import io.tito.core.TitoOperations;
import io.tito.listener.EventMetadata;
import io.tito.outbox.OutboundEvent;
import io.tito.outbox.Outbox;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

@Component
class Desk {

	private final CountDownLatch heard = new CountDownLatch(2);

	private final CountDownLatch greeted = new CountDownLatch(1);

	private final Tickets tickets;

	private final TitoOperations operations;

	private final Outbox outbox;

	Desk(Tickets tickets, TitoOperations operations, Outbox outbox) {
		this.tickets = tickets;
		this.operations = operations;
		this.outbox = outbox;
	}

	@Transactional
	public List<Ticket> sell(String owner) {
		Ticket first = this.tickets.save(Ticket.of(owner, 1));
		Ticket second = this.operations.save(Ticket.of(owner, 2));
		this.outbox.publish(OutboundEvent.of("greeting", owner, new Greeting(owner)));
		return List.of(first, second);
	}

	@Transactional
	public void sellAndFail(String owner) {
		sell(owner);
		throw new IllegalStateException("no");
	}

	public boolean hasHandledAll() throws InterruptedException {
		return this.heard.await(30, TimeUnit.SECONDS) && this.greeted.await(30, TimeUnit.SECONDS);
	}

	@TitoListener(type = "ticket", group = "desk")
	void on(Ticket ticket, EventMetadata metadata) {
		if (metadata.key().equals(ticket.owner())) {
			this.heard.countDown();
		}
	}

	@TitoListener(type = "greeting", group = "desk", transactional = true)
	void greet(Greeting greeting) {
		this.tickets.save(Ticket.of(greeting.owner() + "-guest", 0));
		this.greeted.countDown();
	}

	record Greeting(String owner) {

	}

}
