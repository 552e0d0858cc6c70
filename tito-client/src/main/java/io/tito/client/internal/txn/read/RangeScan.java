package io.tito.client.internal.txn.read;

import java.util.ArrayList;
import java.util.List;

import io.tito.client.Entry;
import io.tito.client.LimitExceededException;
import io.tito.client.Scan;
import io.tito.client.internal.region.Region;
import io.tito.client.internal.request.Answer;
import io.tito.client.internal.request.RegionRequests;
import io.tito.client.internal.request.Retry;
import io.tito.client.internal.rpc.Budget;
import io.tito.client.internal.rpc.Bundle;
import io.tito.client.internal.rpc.Pending;
import io.tito.client.internal.rpc.Rpc;
import io.tito.client.internal.txn.lock.LockResolver;
import io.tito.client.internal.txn.lock.Locks;
import io.tito.client.internal.txn.lock.ReadView;
import io.tito.key.Key;
import org.tikv.kvproto.Kvrpcpb;

/**
 * One scan on its way. What is still to be read is always the range from {@code from} to
 * {@code to}; each page takes something off its beginning, or off its end if the scan is
 * a reverse one.
 */
final class RangeScan {

	private static final int FIRST_PAGE = 256;

	private static final int LARGEST_PAGE = 4096;

	/** Far below what a connection takes, as rows may be larger on the next page. */
	private static final int ROOM_TO_GROW = 1 << 20;

	private final RegionRequests requests;

	private final LockResolver locks;

	private final Scan scan;

	private final ReadView view;

	private final Budget budget;

	private final List<Entry> entries = new ArrayList<>();

	private Key from;

	private Key to;

	private int pageSize = FIRST_PAGE;

	private boolean alone;

	private boolean hindered;

	RangeScan(RegionRequests requests, LockResolver locks, Scan scan, ReadView view, Budget budget) {
		this.requests = requests;
		this.locks = locks;
		this.scan = scan;
		this.view = view;
		this.budget = budget;
		this.from = scan.from();
		this.to = scan.to();
	}

	boolean unfinished() {
		return this.entries.size() < this.scan.limit() && this.from.compareTo(this.to) < 0;
	}

	/**
	 * Whether a page was left, so that the entries are not all.
	 */
	boolean isHindered() {
		return this.hindered;
	}

	List<Entry> entries() {
		return this.entries;
	}

	/**
	 * Ask for one page, without waiting.
	 * @param bundle what it goes out with
	 * @return the page to come, for {@link #settle}
	 */
	Sent send(Bundle bundle) {
		Region region = this.scan.reverse() ? this.requests.regions().locateBefore(this.to, this.budget)
				: this.requests.regions().locate(this.from, this.budget);
		int limit = Math.min(this.pageSize, this.scan.limit() - this.entries.size());
		Kvrpcpb.ScanRequest request = request(region, limit);
		return new Sent(this, region, limit, this.alone ? this.requests.sendAlone(region, Rpc.SCAN, request)
				: this.requests.send(region, Rpc.SCAN, request, bundle));
	}

	/**
	 * Take the page, or find out why it has to be read again.
	 */
	private void settle(Sent sent) {
		Answer<Kvrpcpb.ScanResponse> answer = this.requests.settle(sent.region(), Rpc.SCAN, sent.pending(),
				this.budget);
		Kvrpcpb.ScanResponse page = answer.value();
		if (page == null) {
			sendAgain(answer.orRetry());
		}
		else if (page.hasError()) {
			this.locks.pass(List.of(PointReads.lock(page.getError())), this.view, this.budget);
		}
		else {
			take(sent.region(), page, sent.limit());
		}
	}

	private Kvrpcpb.ScanRequest request(Region region, int limit) {
		Key low = region.clampStart(this.from);
		Key high = region.clampEnd(this.to);
		return Kvrpcpb.ScanRequest.newBuilder()
			.setContext(this.view.context(region))
			.setVersion(this.view.at().value())
			.setStartKey(Locks.bytes(this.scan.reverse() ? high : low))
			.setEndKey(Locks.bytes(this.scan.reverse() ? low : high))
			.setReverse(this.scan.reverse())
			.setKeyOnly(this.scan.keysOnly())
			.setLimit(limit)
			.build();
	}

	/**
	 * Take the page if nothing is in its way; otherwise leave it.
	 */
	private void settleAtOnce(Sent sent) {
		Kvrpcpb.ScanResponse page = this.requests.settle(sent.region(), Rpc.SCAN, sent.pending(), this.budget).value();
		if (page == null || page.hasError() || page.getPairsList().stream().anyMatch(Kvrpcpb.KvPair::hasError)) {
			this.hindered = true;
		}
		else {
			take(sent.region(), page, sent.limit());
		}
	}

	private void sendAgain(Retry retry) {
		if (retry.tooLarge()) {
			if (this.pageSize == 1) {
				throw new LimitExceededException("A row at " + this.from + " does not fit one answer. Rows of this size"
						+ " cannot be read; they were written by something else", retry.thrown());
			}
			this.pageSize = Math.max(1, this.pageSize / 2);
			this.alone = true;
		}
		retry.await(this.budget);
	}

	private void take(Region region, Kvrpcpb.ScanResponse page, int limit) {
		List<Kvrpcpb.LockInfo> met = new ArrayList<>();
		long bytes = 0;
		int before = this.entries.size();
		for (Kvrpcpb.KvPair pair : page.getPairsList()) {
			if (pair.hasError()) {
				met.add(PointReads.lock(pair.getError()));
			}
			else if (met.isEmpty()) {
				bytes += pair.getKey().size() + pair.getValue().size();
				this.entries.add(new Entry(Key.wrap(pair.getKey().toByteArray()), pair.getValue().toByteArray()));
			}
		}
		if (this.entries.size() > before) {
			goOnBehind(this.entries.get(this.entries.size() - 1).key());
		}
		if (!met.isEmpty()) {
			// the rows before the first lock are taken; the next page begins at the lock
			this.locks.pass(met, this.view, this.budget);
		}
		else if (page.getPairsCount() < limit) {
			leave(region);
		}
		else if (bytes < ROOM_TO_GROW && !this.alone) {
			this.pageSize = Math.min(LARGEST_PAGE, this.pageSize * 2);
		}
	}

	private void goOnBehind(Key key) {
		if (this.scan.reverse()) {
			this.to = key;
		}
		else {
			this.from = key.next();
		}
	}

	private void leave(Region region) {
		if (this.scan.reverse()) {
			this.to = region.clampStart(this.from);
		}
		else {
			this.from = region.clampEnd(this.to);
		}
	}

	/**
	 * A page on its way.
	 *
	 * @param scan the scan that it belongs to
	 * @param region where it was asked for
	 * @param limit how many entries it may have
	 * @param pending the answer to come
	 */
	record Sent(RangeScan scan, Region region, int limit, Pending<Kvrpcpb.ScanResponse> pending) {

		void settle() {
			this.scan.settle(this);
		}

		void settleAtOnce() {
			this.scan.settleAtOnce(this);
		}

	}

}
