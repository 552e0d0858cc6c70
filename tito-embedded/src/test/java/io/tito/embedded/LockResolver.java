package io.tito.embedded;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.tikv.kvproto.Kvrpcpb.Action;
import org.tikv.kvproto.Kvrpcpb.CheckSecondaryLocksResponse;
import org.tikv.kvproto.Kvrpcpb.CheckTxnStatusResponse;
import org.tikv.kvproto.Kvrpcpb.LockInfo;
import org.tikv.kvproto.Kvrpcpb.ResolveLockRequest;
import org.tikv.shade.com.google.protobuf.ByteString;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a client does about locks in its way, in its smallest form: enough to run random
 * transactions against the server. For one thread and one transaction.
 */
final class LockResolver {

	private final Wire wire;

	private final long caller;

	private final Set<Long> pushed = new HashSet<>();

	LockResolver(Wire wire, long caller) {
		this.wire = wire;
		this.caller = caller;
	}

	/**
	 * The transactions that were pushed behind the caller, whose locks it may pass.
	 */
	Set<Long> pushed() {
		return this.pushed;
	}

	/**
	 * Remove a lock if its transaction is decided or dead, else push it if possible.
	 */
	void meet(LockInfo lock) {
		long now = this.wire.timestamp();
		CheckTxnStatusResponse status = this.wire
			.send(this.wire.checking(lock.getPrimaryLock().toStringUtf8(), lock.getLockVersion(), this.caller, now)
				.setRollbackIfNotExist(true));
		assertThat(status.hasError()).isFalse();
		if (status.getLockTtl() == 0) {
			resolve(lock.getLockVersion(), status.getCommitVersion(), List.of(lock.getKey()));
		}
		else if (status.getLockInfo().getUseAsyncCommit()) {
			decideByAllLocks(status.getLockInfo(), now);
		}
		else if (status.getAction() == Action.MinCommitTSPushed) {
			this.pushed.add(lock.getLockVersion());
		}
	}

	private void decideByAllLocks(LockInfo primary, long now) {
		if ((primary.getLockVersion() >>> 18) + primary.getLockTtl() >= now >>> 18) {
			return;
		}
		String[] keys = primary.getSecondariesList().stream().map(ByteString::toStringUtf8).toArray(String[]::new);
		CheckSecondaryLocksResponse found = this.wire.secondaries(primary.getLockVersion(), keys);
		long commit = found.getCommitTs();
		if (found.getLocksCount() == keys.length) {
			commit = found.getLocksList()
				.stream()
				.mapToLong(LockInfo::getMinCommitTs)
				.reduce(primary.getMinCommitTs(), Math::max);
		}
		List<ByteString> all = new ArrayList<>(primary.getSecondariesList());
		all.add(primary.getKey());
		resolve(primary.getLockVersion(), commit, all);
	}

	private void resolve(long start, long commit, List<ByteString> keys) {
		assertThat(this.wire
			.send(ResolveLockRequest.newBuilder().setStartVersion(start).setCommitVersion(commit).addAllKeys(keys))
			.hasError()).isFalse();
	}

}
