package io.tito.embedded.mvcc;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

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

	private final PessimisticLockRequest request;

	private final KeyError error;

	private final Consumer<PessimisticLockResponse> out;

	private final AtomicBoolean answered = new AtomicBoolean();

	LockWaiter(PessimisticLockRequest request, KeyError error, Consumer<PessimisticLockResponse> out) {
		this.request = request;
		this.error = error;
		this.out = out;
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

	KeyError deadlock() {
		return KeyError.newBuilder()
			.setDeadlock(Deadlock.newBuilder()
				.setLockTs(holder())
				.setLockKey(key())
				.setDeadlockKeyHash(Integer.toUnsignedLong(key().hashCode())))
			.build();
	}

	KeyError retryAfter(Batch.Release release) {
		Write released = Write.committed(WriteType.PUT, release.startTs(), release.commitTs(), ByteString.EMPTY, false);
		return KeyErrors.conflict(key(), this.request.getPrimaryLock(), startTs(), released,
				ConflictReason.PESSIMISTIC_RETRY);
	}

	void answer(KeyError reason) {
		if (this.answered.compareAndSet(false, true)) {
			this.out.accept(PessimisticLockResponse.newBuilder().addErrors(reason).build());
		}
	}

}
