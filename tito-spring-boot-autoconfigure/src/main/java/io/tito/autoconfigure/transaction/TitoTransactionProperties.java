package io.tito.autoconfigure.transaction;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Transactions.
 *
 * @param lockWait Time for which a transaction waits for a row that another one has
 * locked.
 */
@ConfigurationProperties("tito.transaction")
public record TitoTransactionProperties(@DefaultValue("10s") Duration lockWait) {

	public TitoTransactionProperties {
		if (lockWait.isNegative()) {
			throw new IllegalArgumentException("tito.transaction.lock-wait is at least 0, not %s".formatted(lockWait));
		}
	}

}
