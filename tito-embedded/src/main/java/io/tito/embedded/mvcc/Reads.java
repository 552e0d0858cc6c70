package io.tito.embedded.mvcc;

import io.tito.embedded.storage.KeyRange;
import io.tito.embedded.storage.KeyRecords;
import io.tito.embedded.storage.Storage;
import io.tito.embedded.storage.Write;
import org.jspecify.annotations.Nullable;
import org.tikv.kvproto.Kvrpcpb.BatchGetRequest;
import org.tikv.kvproto.Kvrpcpb.BatchGetResponse;
import org.tikv.kvproto.Kvrpcpb.Context;
import org.tikv.kvproto.Kvrpcpb.GetRequest;
import org.tikv.kvproto.Kvrpcpb.GetResponse;
import org.tikv.kvproto.Kvrpcpb.KvPair;
import org.tikv.kvproto.Kvrpcpb.ScanRequest;
import org.tikv.kvproto.Kvrpcpb.ScanResponse;
import org.tikv.shade.com.google.protobuf.ByteString;

/**
 * KvGet, KvBatchGet and KvScan. Each raises the maximum timestamp before it reads.
 */
final class Reads {

	/** Whoever sends this knows what it asks for, as a client of TiKV has to. */
	private static final ByteString BELOW_SAFE_POINT = ByteString.copyFromUtf8("tito:below-safe-point");

	private final Storage storage;

	private final MaxTimestamp maxTs;

	private final long safePoint;

	/**
	 * Read.
	 * @param storage where
	 * @param maxTs is raised to what is read at
	 * @param safePoint reads below it are refused. TiKV would answer, with what is left
	 */
	Reads(Storage storage, MaxTimestamp maxTs, long safePoint) {
		this.storage = storage;
		this.maxTs = maxTs;
		this.safePoint = safePoint;
	}

	GetResponse get(GetRequest request) {
		try {
			long readTs = begin(request.getContext(), request.getVersion());
			boolean withCommitTs = NewerFields.needsCommitTs(request);
			KeyRecords key = this.storage.records(request.getKey());
			ByteString value = rules(request.getContext(), readTs, withCommitTs).value(key);
			GetResponse.Builder response = GetResponse.newBuilder();
			if (value == null) {
				return response.setNotFound(true).build();
			}
			if (withCommitTs) {
				response.setUnknownFields(NewerFields.commitTs(commitTs(key, readTs)));
			}
			return response.setValue(value).build();
		}
		catch (KeyErrorException ex) {
			return GetResponse.newBuilder().setError(ex.error()).build();
		}
	}

	private static ReadRules rules(Context context, long readTs, boolean withCommitTs) {
		return new ReadRules(withCommitTs ? withoutCommittedLocks(context) : context, readTs);
	}

	// a lock has no commit timestamp, so that none is read through if it is asked for
	private static Context withoutCommittedLocks(Context context) {
		return (context.getCommittedLocksCount() > 0) ? context.toBuilder().clearCommittedLocks().build() : context;
	}

	private static long commitTs(KeyRecords key, long readTs) {
		Write write = key.newestData(readTs);
		return (write != null) ? write.commitTs() : 0;
	}

	/**
	 * KvBatchGet.
	 * @param request the request
	 * @return the response
	 * @throws KeyErrorException if nothing can be read at its timestamp
	 */
	BatchGetResponse batchGet(BatchGetRequest request) {
		long readTs = begin(request.getContext(), request.getVersion());
		boolean withCommitTs = NewerFields.needsCommitTs(request);
		ReadRules rules = rules(request.getContext(), readTs, withCommitTs);
		BatchGetResponse.Builder response = BatchGetResponse.newBuilder();
		for (ByteString each : request.getKeysList()) {
			KeyRecords key = this.storage.records(each);
			KvPair pair = pair(rules, key, false);
			if (pair != null) {
				response
					.addPairs((withCommitTs && !pair.hasError()) ? withCommitTs(pair, commitTs(key, readTs)) : pair);
			}
		}
		return response.build();
	}

	private static KvPair withCommitTs(KvPair pair, long commitTs) {
		return pair.toBuilder().setUnknownFields(NewerFields.pairCommitTs(commitTs)).build();
	}

	/**
	 * KvScan.
	 * @param request the request
	 * @param region the keys that it may ask for
	 * @return the response
	 * @throws KeyErrorException if it asks for others, or nothing can be read at its
	 * timestamp
	 */
	ScanResponse scan(ScanRequest request, KeyRange region) {
		long readTs = begin(request.getContext(), request.getVersion());
		if (isReverseWithoutUpperBound(request)) {
			return ScanResponse.getDefaultInstance();
		}
		KeyRange range = request.getReverse() ? reverseRange(request) : forwardRange(request);
		checkBounds(range, region);
		return upToLimit(request, new ReadRules(request.getContext(), readTs), region.clip(range));
	}

	private static KeyRange forwardRange(ScanRequest request) {
		return new KeyRange(request.getStartKey(), request.getEndKey());
	}

	private static KeyRange reverseRange(ScanRequest request) {
		return new KeyRange(request.getEndKey(), request.getStartKey());
	}

	// the exclusive upper bound "" is the smallest key, not "unbounded"
	private static boolean isReverseWithoutUpperBound(ScanRequest request) {
		return request.getReverse() && request.getStartKey().isEmpty();
	}

	private static void checkBounds(KeyRange range, KeyRange region) {
		if (!region.startsAtOrBefore(range.start()) || !(range.end().isEmpty() || region.endsAtOrAfter(range.end()))) {
			throw new KeyErrorException(KeyErrors.abort("InvalidReqRange", "the range is not inside the region"));
		}
	}

	private ScanResponse upToLimit(ScanRequest request, ReadRules rules, KeyRange range) {
		ScanResponse.Builder response = ScanResponse.newBuilder();
		if (request.getLimit() == 0) {
			return response.build();
		}
		Sample sample = new Sample(Math.max(1, request.getSampleStep()));
		this.storage.scan(range, request.getReverse(), !request.getKeyOnly(), (key) -> {
			KvPair pair = pair(rules, key, request.getKeyOnly());
			if (pair != null && sample.takesNext()) {
				response.addPairs(pair);
			}
			return response.getPairsCount() < request.getLimit();
		});
		return response.build();
	}

	private static final class Sample {

		private final int step;

		private int seen;

		private Sample(int step) {
			this.step = step;
		}

		boolean takesNext() {
			return this.seen++ % this.step == 0;
		}

	}

	private long begin(Context context, long version) {
		long readTs = Timestamps.of(version);
		checkSafePoint(context, readTs);
		this.maxTs.raise(readTs);
		return readTs;
	}

	private void checkSafePoint(Context context, long readTs) {
		if (readTs < this.safePoint && !BELOW_SAFE_POINT.equals(context.getResourceGroupTag())) {
			throw new KeyErrorException(KeyErrors.abort("ReadBelowSafePoint",
					"version: " + readTs + ", safe_point: " + this.safePoint + "; what it would see was collected"));
		}
	}

	private static @Nullable KvPair pair(ReadRules rules, KeyRecords key, boolean keyOnly) {
		try {
			ByteString value = rules.value(key);
			if (value == null) {
				return null;
			}
			return KvPair.newBuilder().setKey(key.key()).setValue(keyOnly ? ByteString.EMPTY : value).build();
		}
		catch (KeyErrorException ex) {
			return KvPair.newBuilder().setError(ex.error()).build();
		}
	}

}
