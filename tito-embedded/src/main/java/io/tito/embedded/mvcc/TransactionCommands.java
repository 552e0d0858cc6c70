package io.tito.embedded.mvcc;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

import io.tito.embedded.storage.KeyRange;
import io.tito.embedded.storage.KeyRecords;
import io.tito.embedded.storage.Lock;
import io.tito.embedded.storage.MvccDump;
import io.tito.embedded.storage.SharedStorage;
import io.tito.embedded.storage.Storage;
import org.tikv.kvproto.Kvrpcpb.BatchGetRequest;
import org.tikv.kvproto.Kvrpcpb.BatchGetResponse;
import org.tikv.kvproto.Kvrpcpb.BatchRollbackRequest;
import org.tikv.kvproto.Kvrpcpb.BatchRollbackResponse;
import org.tikv.kvproto.Kvrpcpb.CheckSecondaryLocksRequest;
import org.tikv.kvproto.Kvrpcpb.CheckSecondaryLocksResponse;
import org.tikv.kvproto.Kvrpcpb.CheckTxnStatusRequest;
import org.tikv.kvproto.Kvrpcpb.CheckTxnStatusResponse;
import org.tikv.kvproto.Kvrpcpb.CleanupRequest;
import org.tikv.kvproto.Kvrpcpb.CleanupResponse;
import org.tikv.kvproto.Kvrpcpb.CommitRequest;
import org.tikv.kvproto.Kvrpcpb.CommitResponse;
import org.tikv.kvproto.Kvrpcpb.GetLockWaitInfoResponse;
import org.tikv.kvproto.Kvrpcpb.GetRequest;
import org.tikv.kvproto.Kvrpcpb.GetResponse;
import org.tikv.kvproto.Kvrpcpb.KeyError;
import org.tikv.kvproto.Kvrpcpb.KvPair;
import org.tikv.kvproto.Kvrpcpb.MvccGetByKeyRequest;
import org.tikv.kvproto.Kvrpcpb.MvccGetByKeyResponse;
import org.tikv.kvproto.Kvrpcpb.MvccGetByStartTsRequest;
import org.tikv.kvproto.Kvrpcpb.MvccGetByStartTsResponse;
import org.tikv.kvproto.Kvrpcpb.PessimisticLockRequest;
import org.tikv.kvproto.Kvrpcpb.PessimisticLockResponse;
import org.tikv.kvproto.Kvrpcpb.PessimisticRollbackRequest;
import org.tikv.kvproto.Kvrpcpb.PessimisticRollbackResponse;
import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;
import org.tikv.kvproto.Kvrpcpb.PrewriteResponse;
import org.tikv.kvproto.Kvrpcpb.ResolveLockRequest;
import org.tikv.kvproto.Kvrpcpb.ResolveLockResponse;
import org.tikv.kvproto.Kvrpcpb.ScanLockRequest;
import org.tikv.kvproto.Kvrpcpb.ScanLockResponse;
import org.tikv.kvproto.Kvrpcpb.ScanRequest;
import org.tikv.kvproto.Kvrpcpb.ScanResponse;
import org.tikv.kvproto.Kvrpcpb.TxnHeartBeatRequest;
import org.tikv.kvproto.Kvrpcpb.TxnHeartBeatResponse;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * The transaction commands of one store.
 * <p>
 * A writing command runs alone and changes everything or nothing; reading commands run
 * beside each other. So a commit timestamp computed from the greatest read timestamp is
 * above every read that has answered, and every later read sees the commit. Thread-safe;
 * no thread waits for anything but this lock.
 */
public final class TransactionCommands implements AutoCloseable {

	private final SharedStorage shared;

	private final MaxTimestamp maxTs;

	private volatile long safePoint;

	private final LockWaits waits = new LockWaits();

	private volatile boolean closed;

	/**
	 * Make the commands.
	 * @param storage where they work
	 * @param newestAllowed the greatest timestamp that a request may carry now
	 * @param synced whether all timestamps that were read at are known
	 * @param start a fresh timestamp: what was read before a restart lies below it
	 */
	public TransactionCommands(SharedStorage storage, LongSupplier newestAllowed, BooleanSupplier synced, long start) {
		this.shared = storage;
		this.maxTs = new MaxTimestamp(newestAllowed, synced);
		this.maxTs.reset(start);
	}

	public GetResponse get(GetRequest request) {
		return read((storage) -> reads(storage).get(request));
	}

	public BatchGetResponse batchGet(BatchGetRequest request) {
		return read((storage) -> reads(storage).batchGet(request),
				(error) -> BatchGetResponse.newBuilder().setError(error).addPairs(pair(error)).build());
	}

	public ScanResponse scan(ScanRequest request, KeyRange region) {
		return read((storage) -> reads(storage).scan(request, region),
				(error) -> ScanResponse.newBuilder().setError(error).addPairs(pair(error)).build());
	}

	private static KvPair pair(KeyError error) {
		return KvPair.newBuilder().setError(error).build();
	}

	public PrewriteResponse prewrite(PrewriteRequest request) {
		return write((batch) -> new Prewrite(request, batch).run(),
				(error) -> PrewriteResponse.newBuilder().addErrors(error).build());
	}

	public CommitResponse commit(CommitRequest request) {
		return write((batch) -> LockCommands.commit(request, batch),
				(error) -> CommitResponse.newBuilder().setError(error).build());
	}

	public BatchRollbackResponse batchRollback(BatchRollbackRequest request) {
		return write((batch) -> LockCommands.rollback(request, batch),
				(error) -> BatchRollbackResponse.newBuilder().setError(error).build());
	}

	public CleanupResponse cleanup(CleanupRequest request) {
		return write((batch) -> LockCommands.cleanup(request, batch),
				(error) -> CleanupResponse.newBuilder().setError(error).build());
	}

	public CheckTxnStatusResponse checkTxnStatus(CheckTxnStatusRequest request) {
		return write((batch) -> new CheckTxnStatus(request, batch).run(),
				(error) -> CheckTxnStatusResponse.newBuilder().setError(error).build());
	}

	public CheckSecondaryLocksResponse checkSecondaryLocks(CheckSecondaryLocksRequest request) {
		return write((batch) -> new CheckSecondaryLocks(request, batch).run(),
				(error) -> CheckSecondaryLocksResponse.newBuilder().setError(error).build());
	}

	public TxnHeartBeatResponse heartBeat(TxnHeartBeatRequest request) {
		return write((batch) -> LockCommands.heartBeat(request, batch),
				(error) -> TxnHeartBeatResponse.newBuilder().setError(error).build());
	}

	/**
	 * Lock keys; if one is locked, wait as long as the request allows.
	 * @param request the request
	 * @param out takes the response, now or when the wait is over
	 */
	public void pessimisticLock(PessimisticLockRequest request, Consumer<PessimisticLockResponse> out) {
		// whoever releases the lock in the way comes before or after this command, never
		// between
		List<Runnable> answers = alone((batch) -> {
			try {
				PessimisticLockResponse response = new PessimisticLock(request, batch).run();
				batch.apply();
				return List.of(() -> out.accept(response));
			}
			catch (KeyErrorException ex) {
				LockWaiter waiter = new LockWaiter(request, ex.error(), out, (again) -> pessimisticLock(again, out));
				return this.waits.await(waiter, ex.error(), request.getWaitTimeout() >= 0);
			}
		});
		answers.forEach(Runnable::run);
	}

	/**
	 * The requests that wait for locks.
	 * @return them
	 */
	public GetLockWaitInfoResponse lockWaitInfo() {
		return GetLockWaitInfoResponse.newBuilder().addAllEntries(this.waits.entries()).build();
	}

	public PessimisticRollbackResponse pessimisticRollback(PessimisticRollbackRequest request, KeyRange region) {
		return write((batch) -> LockCommands.pessimisticRollback(request, region, batch),
				(error) -> PessimisticRollbackResponse.newBuilder().addErrors(error).build());
	}

	public ResolveLockResponse resolveLock(ResolveLockRequest request, KeyRange region) {
		return write((batch) -> new ResolveLock(request, region, batch).run(),
				(error) -> ResolveLockResponse.newBuilder().setError(error).build());
	}

	public ScanLockResponse scanLock(ScanLockRequest request, KeyRange region) {
		return read((storage) -> LockCommands.scanLocks(request, region, storage, this.maxTs));
	}

	public MvccGetByKeyResponse mvccGetByKey(MvccGetByKeyRequest request) {
		return MvccGetByKeyResponse.newBuilder().setInfo(MvccMessages.of(dump(request.getKey()))).build();
	}

	public MvccGetByStartTsResponse mvccGetByStartTs(MvccGetByStartTsRequest request, KeyRange region) {
		return read((storage) -> Inspection.byStartTs(request, region, storage));
	}

	/**
	 * Forget all keys of a range with everything about them, whatever its state.
	 * @param range the range
	 */
	public void destroy(KeyRange range) {
		alone((batch) -> {
			batch.destroy(range);
			return true;
		});
	}

	/**
	 * Collect the versions that no read at or above a timestamp can see, and refuse to
	 * read below it from now on. Takes half of the time, so that others get theirs.
	 * @param safePoint the timestamp
	 * @throws IllegalStateException if there are locks at or below it
	 */
	public void collect(long safePoint) {
		alone((batch) -> {
			new Collector(safePoint, batch).checkLocks();
			collectedUntil(safePoint);
			return true;
		});
		ByteString next = ByteString.EMPTY;
		do {
			long from = System.nanoTime();
			next = collectPart(safePoint, next);
			// the lock is not fair: without a pause others would hardly ever get it
			LockSupport.parkNanos(System.nanoTime() - from);
		}
		while (!next.isEmpty());
	}

	private ByteString collectPart(long safePoint, ByteString from) {
		return alone((batch) -> {
			ByteString next = new Collector(safePoint, batch).collectPart(from);
			batch.apply();
			return next;
		});
	}

	/**
	 * Refuse to read below a timestamp, because versions were collected.
	 * @param safePoint the timestamp
	 */
	public void collectedUntil(long safePoint) {
		this.safePoint = safePoint;
	}

	/**
	 * Everything that is stored about a key.
	 * @param key the key
	 * @return a copy
	 */
	public MvccDump dump(ByteString key) {
		return read((storage) -> MvccDump.of(storage.records(key)));
	}

	private Reads reads(Storage storage) {
		return new Reads(storage, this.maxTs, this.safePoint);
	}

	private <R> R read(Function<Storage, R> command, Function<KeyError, R> failed) {
		try {
			return read(command);
		}
		catch (KeyErrorException ex) {
			return failed.apply(ex.error());
		}
	}

	private <R> R read(Function<Storage, R> command) {
		return this.shared.read((storage) -> {
			checkOpen();
			return command.apply(storage);
		});
	}

	private <R> R write(Function<Batch, R> command, Function<KeyError, R> failed) {
		List<Runnable> woken = new ArrayList<>();
		R result = alone((batch) -> {
			try {
				R response = command.apply(batch);
				woken.addAll(this.waits.isIdle() ? List.of() : this.waits.release(batch.releases()));
				batch.apply();
				return response;
			}
			catch (KeyErrorException ex) {
				return failed.apply(ex.error());
			}
		});
		woken.forEach(Runnable::run);
		return result;
	}

	private <R> R alone(Function<Batch, R> work) {
		return this.shared.write((storage) -> {
			checkOpen();
			return work.apply(new Batch(storage, this.maxTs));
		});
	}

	// after a restart, late requests must not use the greatest timestamp from before
	private void checkOpen() {
		if (this.closed) {
			throw new IllegalStateException("The embedded server has stopped or was restarted");
		}
	}

	/**
	 * Forget pessimistic locks, as a crash does: they are not written to disk.
	 */
	public void losePessimisticLocks() {
		alone((batch) -> {
			for (KeyRecords key : batch.locked(KeyRange.ALL)) {
				Lock present = key.lock();
				if (present != null && present.isPessimistic()) {
					batch.removeLock(key.key());
				}
			}
			batch.apply();
			return true;
		});
	}

	/**
	 * Take no more commands; those who wait for locks get no answer.
	 */
	@Override
	public void close() {
		this.waits.close();
		this.closed = true;
	}

}
