package io.tito.client.internal.txn.hold;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import io.tito.client.Timestamp;
import io.tito.client.TitoClientException;
import io.tito.client.internal.region.Region;
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

	private static final String WHAT = "heartbeat of a transaction";

	/** How long locks live, beside the age that the transaction has already. */
	public static final long TTL_MILLIS = 3000;

	private static final long LONGER_MILLIS = 2 * TTL_MILLIS;

	/**
	 * A transaction that nobody ends must not hold its locks for ever.
	 */
	private static final long LAST_MILLIS = TimeUnit.HOURS.toMillis(1);

	private final Beats services;

	private final Timestamp start;

	private final Key primary;

	private final long ttlMillis;

	private final long startedAt = System.nanoTime();

	private volatile @Nullable ScheduledFuture<?> beats;

	private volatile boolean ended;

	/**
	 * Create one that does not beat yet.
	 * @param services what it needs
	 * @param start the start timestamp of the transaction
	 * @param primary its primary key
	 * @param ttlMillis how long its locks live as they were written
	 */
	public Heartbeat(Beats services, Timestamp start, Key primary, long ttlMillis) {
		this.services = services;
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
		if (this.beats != null) {
			return;
		}
		try {
			this.beats = this.services.timer()
				.scheduleWithFixedDelay(this::beat, TTL_MILLIS / 3, TTL_MILLIS / 3, TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			// the client is being closed, as the next request will say
		}
	}

	private void beat() {
		long age = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - this.startedAt);
		if (age > LAST_MILLIS) {
			close();
			return;
		}
		long ttl = this.ttlMillis + age + LONGER_MILLIS;
		Region region = this.services.requests().regions().cached(this.primary);
		try {
			if (region != null) {
				this.services.background()
					.follow(WHAT, this.services.requests().send(region, Rpc.HEARTBEAT, request(region, ttl)),
							(answer) -> !answer.hasRegionError(), () -> insist(ttl));
			}
			else {
				this.services.background().run(WHAT, () -> insist(ttl));
			}
		}
		catch (TitoClientException ex) {
			close();
		}
	}

	/**
	 * The region has moved, or nobody answered. Without this the locks of a transaction
	 * that sends nothing else would die.
	 */
	private void insist(long ttl) {
		if (!this.ended) {
			this.services.requests()
				.call(this.primary, Rpc.HEARTBEAT, (region) -> request(region, ttl),
						this.services.limits().background());
		}
	}

	private Kvrpcpb.TxnHeartBeatRequest request(Region region, long ttl) {
		return Kvrpcpb.TxnHeartBeatRequest.newBuilder()
			.setContext(region.context())
			.setPrimaryLock(Locks.bytes(this.primary))
			.setStartVersion(this.start.value())
			.setAdviseLockTtl(ttl)
			.build();
	}

	@Override
	public void close() {
		this.ended = true;
		ScheduledFuture<?> running = this.beats;
		if (running != null) {
			running.cancel(false);
		}
	}

}
