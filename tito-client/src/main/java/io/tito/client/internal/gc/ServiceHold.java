package io.tito.client.internal.gc;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.tito.client.SafePointHold;
import io.tito.client.Timestamp;
import io.tito.client.TitoClientException;
import io.tito.client.internal.pd.ServiceSafePoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The safe point of a service of its own, registered at PD and renewed. Thread-safe.
 */
final class ServiceHold implements SafePointHold {

	private static final Logger logger = LoggerFactory.getLogger(ServiceHold.class);

	private final Holds holds;

	private final String service;

	private final Timestamp at;

	private final long ttlSeconds;

	private volatile long heldUntil;

	private volatile boolean over;

	private @Nullable Future<?> renewal;

	ServiceHold(Holds holds, String service, Timestamp at, Duration ttl) {
		this.holds = holds;
		this.service = service;
		this.at = at;
		this.ttlSeconds = ttl.toSeconds();
	}

	/**
	 * Register or renew.
	 * @return whether PD accepted it; it does not once something later is the minimum
	 */
	synchronized boolean renew() {
		if (this.over) {
			return false;
		}
		// PD's seconds and ours need not be equally long
		long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(this.ttlSeconds) / 10 * 9;
		ServiceSafePoint least = this.holds.register(this.service, this.ttlSeconds, this.at);
		if (least.at().isAfter(this.at)) {
			this.over = true;
			return false;
		}
		this.heldUntil = until;
		return true;
	}

	synchronized void keep(Future<?> repeated) {
		this.renewal = repeated;
	}

	void renewQuietly() {
		try {
			if (!renew() && this.heldUntil != 0) {
				stopRenewing();
				logger.warn("The hold {} was lost, as it could not be renewed in time; what it held may be collected",
						this.service);
			}
		}
		catch (TitoClientException ex) {
			logger.debug("The hold {} could not be renewed; trying again", this.service, ex);
		}
	}

	private synchronized void stopRenewing() {
		if (this.renewal != null) {
			this.renewal.cancel(false);
		}
	}

	@Override
	public Timestamp timestamp() {
		return this.at;
	}

	@Override
	public boolean isHeld() {
		return !this.over && this.heldUntil - System.nanoTime() > 0;
	}

	@Override
	public void close() {
		stopRenewing();
		synchronized (this) {
			this.heldUntil = 0;
			if (this.over) {
				return;
			}
			this.over = true;
		}
		try {
			this.holds.register(this.service, 0, this.at);
		}
		catch (TitoClientException ex) {
			logger.debug("The hold {} is left to run out", this.service, ex);
		}
	}

}
