package io.tito.client.internal.txn.commit;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import io.tito.client.TitoClientException;
import io.tito.client.internal.region.Region;
import io.tito.client.internal.rpc.Rpc;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the locks of a commit alive while it takes longer than a third of their time.
 * Started and closed by the committing thread.
 */
final class Heartbeat implements AutoCloseable {

	/** How long locks live, beside the age that the transaction has already. */
	static final long TTL_MILLIS = 3000;

	private static final long LONGER_MILLIS = 2 * TTL_MILLIS;

	private final CommitServices services;

	private final Job job;

	private final long startedAt = System.nanoTime();

	private @Nullable ScheduledFuture<?> beats;

	Heartbeat(CommitServices services, Job job) {
		this.services = services;
		this.job = job;
	}

	void start() {
		if (this.beats == null) {
			this.beats = this.services.timer()
				.scheduleWithFixedDelay(this::beat, TTL_MILLIS / 3, TTL_MILLIS / 3, TimeUnit.MILLISECONDS);
		}
	}

	private void beat() {
		Region region = this.services.requests().regions().cached(this.job.primary());
		if (region == null) {
			return;
		}
		long age = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - this.startedAt);
		try {
			this.services.requests()
				.send(region, Rpc.HEARTBEAT, this.job.heartbeat(region, this.job.ttlMillis() + age + LONGER_MILLIS));
		}
		catch (TitoClientException ex) {
			close();
		}
	}

	@Override
	public void close() {
		ScheduledFuture<?> running = this.beats;
		if (running != null) {
			running.cancel(false);
		}
	}

}
