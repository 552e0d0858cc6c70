package io.tito.client.internal.gc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.tito.client.Timestamp;
import io.tito.client.internal.region.Region;
import io.tito.client.internal.request.Answer;
import io.tito.client.internal.request.KeyErrors;
import io.tito.client.internal.request.RegionRequests;
import io.tito.client.internal.rpc.Budget;
import io.tito.client.internal.rpc.Pause;
import io.tito.client.internal.rpc.Rpc;
import io.tito.client.internal.txn.lock.LockResolver;
import io.tito.client.internal.txn.lock.Locks;
import io.tito.key.Key;
import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.Kvrpcpb;

/**
 * Resolves all locks up to a timestamp, in the whole key space, region by region and page
 * by page. A page whose region has changed is read again from where it began. Each page
 * has a time limit of its own, so that a large cluster is no reason to fail. Used once.
 */
final class LockSweep {

	private static final int PAGE = 256;

	private final RegionRequests requests;

	private final LockResolver resolver;

	private final Budget.Limits limits;

	private final Timestamp upTo;

	private @Nullable Key next = Key.wrap(new byte[0]);

	private int regions;

	private long locks;

	LockSweep(RegionRequests requests, LockResolver resolver, Budget.Limits limits, Timestamp upTo) {
		this.requests = requests;
		this.resolver = resolver;
		this.limits = limits;
		this.upTo = upTo;
	}

	int regions() {
		return this.regions;
	}

	long locks() {
		return this.locks;
	}

	void run() {
		for (Key from = this.next; from != null; from = this.next) {
			this.limits.lifecycle().ensureOpen();
			page(from, this.limits.operation());
		}
	}

	private void page(Key from, Budget budget) {
		while (true) {
			Region region = this.requests.regions().locate(from, budget);
			Answer<Kvrpcpb.ScanLockResponse> answer = this.requests.attempt(region, Rpc.SCAN_LOCK,
					request(region, from), budget);
			Kvrpcpb.ScanLockResponse found = answer.value();
			if (found == null) {
				answer.orRetry().await(budget);
			}
			else if (found.hasError()) {
				// a lock that is only in the store's memory, for a moment
				budget.pause(Pause.LOCK_READ, KeyErrors.describe(found.getError()));
			}
			else if (resolve(region, found.getLocksList(), budget)) {
				leave(region, found.getLocksList());
				return;
			}
		}
	}

	private Kvrpcpb.ScanLockRequest request(Region region, Key from) {
		Kvrpcpb.ScanLockRequest.Builder request = Kvrpcpb.ScanLockRequest.newBuilder()
			.setContext(region.context())
			.setMaxVersion(this.upTo.value())
			.setStartKey(Locks.bytes(from))
			.setLimit(PAGE);
		Key end = region.end();
		return (end != null) ? request.setEndKey(Locks.bytes(end)).build() : request.build();
	}

	/**
	 * End the owners and remove their locks.
	 * @return false if the region has changed and the page has to be read again
	 */
	private boolean resolve(Region region, List<Kvrpcpb.LockInfo> found, Budget budget) {
		if (found.isEmpty()) {
			return true;
		}
		Map<Timestamp, Timestamp> ends = new LinkedHashMap<>();
		for (Kvrpcpb.LockInfo lock : found) {
			if (!ends.containsKey(Locks.owner(lock))) {
				ends.put(Locks.owner(lock), this.resolver.end(lock, budget));
			}
		}
		Answer<Kvrpcpb.ResolveLockResponse> answer = this.requests.attempt(region, Rpc.RESOLVE, request(region, ends),
				budget);
		Kvrpcpb.ResolveLockResponse value = answer.value();
		if (value == null) {
			answer.orRetry().await(budget);
			return false;
		}
		if (value.hasError()) {
			throw KeyErrors.unexpected("the removal of locks before collection", value.getError());
		}
		return true;
	}

	private static Kvrpcpb.ResolveLockRequest request(Region region, Map<Timestamp, Timestamp> ends) {
		Kvrpcpb.ResolveLockRequest.Builder request = Kvrpcpb.ResolveLockRequest.newBuilder()
			.setContext(region.context());
		ends.forEach((start, commit) -> request
			.addTxnInfos(Kvrpcpb.TxnInfo.newBuilder().setTxn(start.value()).setStatus(commit.value())));
		return request.build();
	}

	private void leave(Region region, List<Kvrpcpb.LockInfo> resolved) {
		this.locks += resolved.size();
		if (resolved.size() < PAGE) {
			this.regions++;
			this.next = region.end();
		}
		else {
			this.next = Locks.key(resolved.get(resolved.size() - 1)).next();
		}
	}

}
