package io.tito.autoconfigure.metrics;

import java.time.Duration;
import java.time.Instant;

import io.tito.client.TitoClient;
import io.tito.log.EventLogOperations;
import io.tito.log.GroupLag;
import io.tito.metrics.LagSource;

/**
 * The lag as the store shows it. The age is measured with the oracle's time, which the
 * events' times come from.
 */
record StoredLag(TitoClient client, EventLogOperations log) implements LagSource {

	@Override
	public Lag lag(String type, String group) {
		GroupLag lag = this.log.lag(type, group);
		Instant oldest = lag.oldest();
		Duration age = (oldest != null) ? Duration.between(oldest, this.client.timestamp().instant()) : Duration.ZERO;
		return new Lag(lag.pending() + lag.parked(), age.isNegative() ? Duration.ZERO : age);
	}

}
