package io.tito.client.internal.txn.hold;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import io.tito.client.Timestamp;
import io.tito.client.TitoClientException;
import io.tito.client.internal.region.Region;
import io.tito.client.internal.request.RegionRequests;
import io.tito.client.internal.rpc.Rpc;
import io.tito.client.internal.txn.lock.Locks;
import io.tito.key.Key;
import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.Kvrpcpb;

/**
 * Keeps the locks of a transaction alive while they are needed for longer than a third of
 * their time. Started and closed by the thread of the transaction.
 */
public final class Heartbeat implements AutoCloseable {

	/** How long locks live, beside the age that the transaction has already. */
	public static final long TTL_MILLIS = 3000;

	private static final long LONGER_MILLIS = 2 * TTL_MILLIS;

	/**
	 * A transaction that nobody ends must not hold its locks for ever.
	 */
	private static final long LAST_MILLIS = TimeUnit.HOURS.toMillis(1);

	private final RegionRequests requests;

	private final ScheduledExecutorService timer;

	private final Timestamp start;

	private final Key primary;

	private final long ttlMillis;

	private final long startedAt = System.nanoTime();

	private volatile @Nullable ScheduledFuture<?> beats;

	/**
	 * Create one that does not beat yet.
	 * @param requests sends
	 * @param timer runs
	 * @param start the start timestamp of the transaction
	 * @param primary its primary key
	 * @param ttlMillis how long its locks live as they were written
	 */
	public Heartbeat(RegionRequests requests, ScheduledExecutorService timer, Timestamp start, Key primary,
			long ttlMillis) {
		this.requests = requests;
		this.timer = timer;
		this.start = start;
		this.primary = primary;
		this.ttlMillis = ttlMillis;
	}

	/**
	 * The primary key of the transaction.
	 * @return the key
	 */
	public Key primary() {
		return this.primary;
	}

	long ttlMillis() {
		return this.ttlMillis;
	}

	public void start() {
		if (this.beats == null) {
			this.beats = this.timer.scheduleWithFixedDelay(this::beat, TTL_MILLIS / 3, TTL_MILLIS / 3,
					TimeUnit.MILLISECONDS);
		}
	}

	private void beat() {
		long age = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - this.startedAt);
		Region region = this.requests.regions().cached(this.primary);
		if (age > LAST_MILLIS) {
			close();
		}
		else if (region != null) {
			beat(region, this.ttlMillis + age + LONGER_MILLIS);
		}
	}

	private void beat(Region region, long ttl) {
		try {
			this.requests.send(region, Rpc.HEARTBEAT,
					Kvrpcpb.TxnHeartBeatRequest.newBuilder()
						.setContext(region.context())
						.setPrimaryLock(Locks.bytes(this.primary))
						.setStartVersion(this.start.value())
						.setAdviseLockTtl(ttl)
						.build());
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
