package io.tito.sample.audit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.tito.annotation.TitoListener;
import io.tito.listener.EventMetadata;
import io.tito.log.EventId;
import io.tito.sample.order.Order;

import org.springframework.stereotype.Component;

/**
 * Counts the deliveries of each event to this instance, in memory only: it forgets them
 * at its end, and grows with each event. Thread-safe.
 */
@Component
public class Audit {

	private final Map<EventId, Long> deliveries = new ConcurrentHashMap<>();

	@TitoListener(type = Order.EVENTS, group = "audit")
	void count(EventMetadata metadata) {
		this.deliveries.merge(metadata.eventId(), 1L, Long::sum);
	}

	public long deliveries() {
		return this.deliveries.values().stream().mapToLong(Long::longValue).sum();
	}

	/**
	 * Deliveries of events that had been delivered before.
	 * @return how many
	 */
	public long duplicates() {
		return this.deliveries.values().stream().mapToLong((count) -> count - 1).sum();
	}

}
