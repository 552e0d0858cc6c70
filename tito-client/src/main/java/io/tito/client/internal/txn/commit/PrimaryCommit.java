package io.tito.client.internal.txn.commit;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.tito.client.Timestamp;
import io.tito.client.TitoClientException;
import io.tito.client.internal.region.Region;
import io.tito.client.internal.request.Answer;
import io.tito.client.internal.request.KeyErrors;
import io.tito.client.internal.request.Retry;
import io.tito.client.internal.request.Shard;
import io.tito.client.internal.rpc.Budget;
import io.tito.client.internal.rpc.Rpc;
import io.tito.key.Key;
import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.Kvrpcpb;

/**
 * The request that decides: commits the primary key, and with it, in the same request,
 * the other keys of its region. It may be repeated as it is, for a commit that was
 * carried out is answered like one that is.
 */
final class PrimaryCommit {

	private static final int KEYS = 256;

	private final CommitServices services;

	private final Job job;

	private final Budget budget;

	private final Set<Key> committed = new HashSet<>();

	private boolean open;

	private String cause = "";

	private @Nullable Throwable thrown;

	PrimaryCommit(CommitServices services, Job job, Budget budget) {
		this.services = services;
		this.job = job;
		this.budget = budget;
	}

	/**
	 * How an attempt ended.
	 */
	enum Result {

		/** The transaction is committed. */
		COMMITTED,

		/** A reader demands a later commit timestamp. */
		TOO_EARLY,

		/** The transaction was rolled back by another. */
		ROLLED_BACK,

		/** No answer, and no time left to ask. */
		OPEN

	}

	Result at(Timestamp commit) {
		try {
			while (true) {
				Region region = this.services.requests().regions().locate(this.job.primary(), this.budget);
				Shard<Key> shard = shard(region);
				Answer<Kvrpcpb.CommitResponse> answer = this.services.requests()
					.attempt(region, Rpc.COMMIT, this.job.commit(shard, commit), this.budget);
				Kvrpcpb.CommitResponse value = answer.value();
				if (value != null) {
					return result(shard, value);
				}
				unanswered(answer.orRetry());
			}
		}
		catch (TitoClientException ex) {
			if (!this.open) {
				throw ex;
			}
			this.thrown = ex;
			return Result.OPEN;
		}
	}

	private Shard<Key> shard(Region region) {
		List<Key> keys = Stream.concat(Stream.of(this.job.primary()),
				this.job.lockedKeys().stream().filter((key) -> region.contains(key) && !key.equals(this.job.primary())))
			.limit(KEYS)
			.toList();
		return new Shard<>(region, keys);
	}

	private void unanswered(Retry retry) {
		this.open |= retry.open();
		this.cause = retry.cause();
		this.thrown = retry.thrown();
		retry.await(this.budget);
	}

	private Result result(Shard<Key> shard, Kvrpcpb.CommitResponse answer) {
		if (!answer.hasError()) {
			this.committed.addAll(shard.items());
			return Result.COMMITTED;
		}
		this.cause = KeyErrors.describe(answer.getError());
		if (answer.getError().hasCommitTsExpired()) {
			// an earlier attempt that is still on its way will be refused as well
			this.open = false;
			return Result.TOO_EARLY;
		}
		return answer.getError().getRetryable().isEmpty() ? Result.OPEN : Result.ROLLED_BACK;
	}

	/**
	 * The keys that are committed already.
	 */
	Set<Key> committed() {
		return this.committed;
	}

	String cause() {
		return this.cause;
	}

	@Nullable Throwable thrown() {
		return this.thrown;
	}

}
