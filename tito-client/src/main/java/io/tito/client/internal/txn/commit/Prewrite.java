package io.tito.client.internal.txn.commit;

import java.util.ArrayList;
import java.util.List;

import io.tito.client.CommitOutcome;
import io.tito.client.CommitOutcome.Protocol;
import io.tito.client.Timestamp;
import io.tito.client.Timestamp;
import io.tito.client.internal.request.Answer;
import io.tito.client.internal.request.KeyErrors;
import io.tito.client.internal.request.Retry;
import io.tito.client.internal.request.Shard;
import io.tito.client.internal.rpc.Budget;
import io.tito.client.internal.rpc.Pause;
import io.tito.client.internal.rpc.Pending;
import io.tito.client.internal.rpc.Rpc;
import io.tito.client.internal.txn.hold.Heartbeat;
import io.tito.client.internal.txn.lock.Locks;
import io.tito.key.Key;
import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.Kvrpcpb;

/**
 * The first phase: locks all keys, in a way that commits them if there are few, or writes
 * and commits them in one request if they are in one region. All requests of a round are
 * in flight together.
 */
final class Prewrite {

	private static final String LOCK_LOST = "PessimisticLockNotFound";

	/** Beyond this a request of the other ways is divided. */
	private static final long BATCH_BYTES = 64 << 10;

	/**
	 * So many requests are in flight at most, or the last would time out in the queue.
	 */
	private static final int REQUESTS_PER_ROUND = 64;

	private final CommitServices services;

	private final Job job;

	private final Budget budget;

	private final Heartbeat heartbeat;

	private final long patienceEnds;

	private final List<Write> again = new ArrayList<>();

	private final List<Kvrpcpb.LockInfo> met = new ArrayList<>();

	private @Nullable Retry retry;

	private @Nullable PrewriteResult result;

	private Protocol protocol = Protocol.ONE_PHASE;

	private Timestamp minCommit = Timestamp.ZERO;

	private boolean plain;

	private boolean locksLeft;

	private boolean resend;

	private boolean answerLost;

	Prewrite(CommitServices services, Job job, Budget budget, Heartbeat heartbeat) {
		this.services = services;
		this.job = job;
		this.budget = budget;
		this.heartbeat = heartbeat;
		this.patienceEnds = System.nanoTime() + budget.remaining();
	}

	/**
	 * Whether there may be locks that have to be removed.
	 */
	boolean locksLeft() {
		return this.locksLeft;
	}

	PrewriteResult run() {
		List<Write> open = this.job.writes();
		while (!open.isEmpty()) {
			this.again.clear();
			this.met.clear();
			this.retry = null;
			round(open);
			if (this.result != null) {
				return this.result;
			}
			open = List.copyOf(this.again);
		}
		return async() ? new PrewriteResult.Committed(this.minCommit, Protocol.ASYNC_COMMIT)
				: new PrewriteResult.Locked();
	}

	/**
	 * Whether the locks alone may have committed the transaction, or may still do so.
	 */
	boolean async() {
		return this.protocol == Protocol.ASYNC_COMMIT && !this.plain;
	}

	/**
	 * Whether a request may still be on its way to the store.
	 */
	boolean answerLost() {
		return this.answerLost;
	}

	private boolean patient() {
		return this.patienceEnds - System.nanoTime() > 0;
	}

	private void round(List<Write> writes) {
		if (patient()) {
			// a request that is cut short would leave an outcome to ask for
			this.budget.atLeastOneRequest();
		}
		List<Sent> sent = send(this.services.requests().group(writes, Write::key, this.budget));
		this.budget.countTrip();
		sent.forEach(this::settle);
		if (this.result == null && !this.met.isEmpty()) {
			clearTheWay();
		}
		if (this.result == null && this.retry != null) {
			this.resend = true;
			this.retry.await(this.budget);
		}
	}

	private List<Sent> send(List<Shard<Write>> shards) {
		this.protocol = choose(shards.size());
		if (this.protocol == Protocol.ONE_PHASE) {
			return List.of(send(shards.get(0)));
		}
		this.locksLeft = true;
		this.heartbeat.start();
		List<Sent> sent = new ArrayList<>();
		for (Shard<Write> shard : shards) {
			for (Shard<Write> batch : batches(shard)) {
				if (sent.size() < REQUESTS_PER_ROUND) {
					sent.add(send(batch));
				}
				else {
					this.again.addAll(batch.items());
				}
			}
		}
		return sent;
	}

	private Protocol choose(int shards) {
		if (shards == 1 && !this.locksLeft && this.job.mayBeOnePhase()) {
			return Protocol.ONE_PHASE;
		}
		return (!this.plain && this.job.mayBeAsync()) ? Protocol.ASYNC_COMMIT : Protocol.TWO_PHASE;
	}

	private Sent send(Shard<Write> shard) {
		Kvrpcpb.PrewriteRequest request = this.job.prewrite(shard, this.protocol, this.resend);
		return new Sent(shard, this.services.requests().send(shard.region(), Rpc.PREWRITE, request));
	}

	private static List<Shard<Write>> batches(Shard<Write> shard) {
		List<Shard<Write>> batches = new ArrayList<>();
		List<Write> batch = new ArrayList<>();
		long bytes = 0;
		for (Write write : shard.items()) {
			if (!batch.isEmpty() && bytes + write.bytes() > BATCH_BYTES) {
				batches.add(new Shard<>(shard.region(), batch));
				batch = new ArrayList<>();
				bytes = 0;
			}
			batch.add(write);
			bytes += write.bytes();
		}
		batches.add(new Shard<>(shard.region(), batch));
		return batches;
	}

	private void settle(Sent sent) {
		Answer<Kvrpcpb.PrewriteResponse> answer = this.services.requests()
			.settle(sent.shard().region(), Rpc.PREWRITE, sent.pending(), this.budget);
		Kvrpcpb.PrewriteResponse value = answer.value();
		if (value == null) {
			unanswered(sent, answer.orRetry());
		}
		else if (value.getErrorsCount() > 0) {
			refused(sent, value);
		}
		else {
			done(value);
		}
	}

	private void unanswered(Sent sent, Retry reason) {
		this.answerLost |= reason.open();
		if (this.protocol == Protocol.ONE_PHASE && reason.open()) {
			this.result = new PrewriteResult.Open(reason.cause());
		}
		this.retry = Retry.longer(this.retry, reason);
		this.again.addAll(sent.shard().items());
	}

	private void done(Kvrpcpb.PrewriteResponse answer) {
		if (this.protocol == Protocol.ASYNC_COMMIT) {
			Timestamp least = new Timestamp(answer.getMinCommitTs());
			this.minCommit = least.isAfter(this.minCommit) ? least : this.minCommit;
			// a lock without the flag needs the primary's commit, and so do all
			this.plain |= least.equals(Timestamp.ZERO);
		}
		else if (answer.getOnePcCommitTs() != 0) {
			this.result = new PrewriteResult.Committed(new Timestamp(answer.getOnePcCommitTs()), Protocol.ONE_PHASE);
		}
		else if (this.protocol == Protocol.ONE_PHASE) {
			this.plain = true;
			this.locksLeft = true;
			this.heartbeat.start();
		}
	}

	private void refused(Sent sent, Kvrpcpb.PrewriteResponse answer) {
		for (Kvrpcpb.KeyError error : answer.getErrorsList()) {
			if (!error.hasLocked()) {
				this.result = new PrewriteResult.Refused(outcome(error));
				return;
			}
			this.met.add(error.getLocked());
		}
		this.again.addAll(sent.shard().items());
	}

	private CommitOutcome outcome(Kvrpcpb.KeyError error) {
		if (error.hasConflict()) {
			Kvrpcpb.WriteConflict conflict = error.getConflict();
			if (conflict.getConflictCommitTs() == this.job.start().value()) {
				return new CommitOutcome.Aborted("Another transaction took it for dead and rolled it back");
			}
			return new CommitOutcome.Conflict(Key.wrap(conflict.getKey().toByteArray()),
					new Timestamp(conflict.getConflictTs()));
		}
		if (error.hasAlreadyExist()) {
			return new CommitOutcome.KeyExists(Key.wrap(error.getAlreadyExist().getKey().toByteArray()));
		}
		if (this.job.forUpdate() != null && error.getAbort().contains(LOCK_LOST)) {
			return new CommitOutcome.Aborted("A lock that it held was lost, and the key may have been written since");
		}
		return new CommitOutcome.Aborted("The store refused the writes with " + KeyErrors.describe(error));
	}

	/**
	 * Wait for older transactions only: a younger one that is alive will commit above our
	 * start timestamp, which is a conflict anyway.
	 */
	private void clearTheWay() {
		Kvrpcpb.LockInfo alive = this.services.locks().clear(this.met, this.budget);
		if (alive == null) {
			return;
		}
		boolean younger = Locks.owner(alive).isAfter(this.job.start());
		if (!younger && patient()) {
			this.budget.pause(Pause.LOCK_WRITE, "a lock on " + Locks.key(alive));
		}
		if (younger || !patient()) {
			this.result = new PrewriteResult.Refused(new CommitOutcome.Conflict(Locks.key(alive), Locks.owner(alive)));
		}
	}

	private record Sent(Shard<Write> shard, Pending<Kvrpcpb.PrewriteResponse> pending) {

	}

}
