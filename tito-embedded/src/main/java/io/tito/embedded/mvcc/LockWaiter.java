package io.tito.embedded.mvcc;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import deadlock.DeadlockOuterClass.WaitForEntry;
import io.tito.embedded.storage.Write;
import io.tito.embedded.storage.WriteType;
import org.tikv.kvproto.Kvrpcpb.Deadlock;
import org.tikv.kvproto.Kvrpcpb.KeyError;
import org.tikv.kvproto.Kvrpcpb.PessimisticLockRequest;
import org.tikv.kvproto.Kvrpcpb.PessimisticLockResponse;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * One request that waits for a lock. Answered once, by whichever reason comes first.
 */
final class LockWaiter {

	private static final long LONGEST_MILLIS = 1000;

	private final PessimisticLockRequest request;

	private final KeyError error;

	private final Consumer<PessimisticLockResponse> out;

	private final Consumer<PessimisticLockRequest> again;

	private final long since = System.nanoTime();

	private final AtomicBoolean answered = new AtomicBoolean();

	/**
	 * Let a request wait.
	 * @param request the request
	 * @param error the lock in its way
	 * @param out takes the response
	 * @param again takes the request if it is to try again by itself
	 */
	LockWaiter(PessimisticLockRequest request, KeyError error, Consumer<PessimisticLockResponse> out,
			Consumer<PessimisticLockRequest> again) {
		this.request = request;
		this.error = error;
		this.out = out;
		this.again = again;
	}

	long startTs() {
		return this.request.getStartVersion();
	}

	ByteString key() {
		return this.error.getLocked().getKey();
	}

	long holder() {
		return this.error.getLocked().getLockVersion();
	}

	/**
	 * The error for a request that would close a circle.
	 * @param circle who waits for whom: first whoever waits for this transaction, last
	 * this request
	 * @return the error
	 */
	KeyError deadlock(List<LockWaiter> circle) {
		ByteString ownKey = circle.get(0).key();
		Deadlock.Builder deadlock = Deadlock.newBuilder()
			.setLockTs(holder())
			.setLockKey(key())
			.setDeadlockKeyHash(hash(ownKey))
			.setUnknownFields(NewerFields.deadlockKey(ownKey));
		circle.forEach((waiter) -> deadlock.addWaitChain(waiter.entry()));
		return KeyError.newBuilder().setDeadlock(deadlock).build();
	}

	WaitForEntry entry() {
		return WaitForEntry.newBuilder()
			.setTxn(startTs())
			.setWaitForTxn(holder())
			.setKey(key())
			.setKeyHash(hash(key()))
			.build();
	}

	private static long hash(ByteString key) {
		return Integer.toUnsignedLong(key.hashCode());
	}

	/**
	 * The error for a request that has waited long enough: the lock that it met, and for
	 * how long it saw no other.
	 * @param millis how long it waited
	 * @return the error
	 */
	KeyError timedOut(long millis) {
		return this.error.toBuilder()
			.setLocked(this.error.getLocked().toBuilder().setUnknownFields(NewerFields.sinceLastUpdate(millis)))
			.build();
	}

	private KeyError retryAfter(Batch.Release release) {
		Write released = Write.committed(WriteType.PUT, release.startTs(), release.commitTs(), ByteString.EMPTY, false);
		return KeyErrors.conflict(key(), this.request.getPrimaryLock(), startTs(), released,
				ConflictReason.PESSIMISTIC_RETRY);
	}

	void answer(KeyError reason) {
		if (this.answered.compareAndSet(false, true)) {
			PessimisticLockResponse.Builder response = (isForced() && reason.hasLocked()) ? ForceLockResult.failed()
					: PessimisticLockResponse.newBuilder();
			this.out.accept(response.addErrors(reason).build());
		}
	}

	/**
	 * The lock that was waited for is free.
	 * @param release what became of it
	 */
	void wakeUp(Batch.Release release) {
		if (!isForced()) {
			answer(retryAfter(release));
		}
		else if (this.answered.compareAndSet(false, true)) {
			this.again.accept(this.request.toBuilder().setWaitTimeout(millisLeft()).build());
		}
	}

	private boolean isForced() {
		return NewerFields.forcesLock(this.request);
	}

	long timeoutMillis() {
		return (this.request.getWaitTimeout() > 0) ? Math.min(this.request.getWaitTimeout(), LONGEST_MILLIS)
				: LONGEST_MILLIS;
	}

	// without any time left it tries once more and does not wait
	private long millisLeft() {
		long left = timeoutMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - this.since);
		return (left > 0) ? left : -1;
	}

}
